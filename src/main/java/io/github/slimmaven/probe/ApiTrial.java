package io.github.slimmaven.probe;

import io.github.slimmaven.probe.Probe.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the app what its description says that it answers. Each operation is asked with all that it
 * may be given, and if that is refused with what it must be given.
 */
final class ApiTrial {
  private static final Set<Kind> KINDS = EnumSet.of(Kind.HTTP, Kind.HTTPS, Kind.H2, Kind.H2C);

  private final OpenApi api;
  private final Once once;
  private final Once first;
  private final List<Exchange> accepted = new ArrayList<>();
  private final List<Found.LeftOut> leftOut = new ArrayList<>();

  /**
   * @param first waits until the app is ready
   */
  ApiTrial(OpenApi api, Once once, Once first) {
    this.api = api;
    this.once = once;
    this.first = first;
  }

  /**
   * Asks for each operation.
   *
   * @param answered so far, by this app
   * @return the exchange of the description comes first, if the app was asked for it
   * @throws ProbeException if the app has no such description, or ends
   */
  Found ask(App app, List<Exchange> answered) throws IOException, InterruptedException {
    Optional<Kind> known =
        answered.stream()
            .filter(exchange -> exchange.probe().port() == api.port())
            .map(exchange -> exchange.probe().kind())
            .filter(KINDS::contains)
            .findFirst();
    Exchange root = known.isPresent() && inFile().isPresent() ? null : root(app, known);
    ApiDocument document = document(root);
    Kind kind = known.orElseGet(() -> root.probe().kind());
    List<ApiOperation> operations = ApiOperation.of(document, api, leftOut);
    for (ApiOperation operation :
        operations.subList(0, Math.min(operations.size(), api.requests()))) {
      ask(app, operation, kind);
    }
    int asked = accepted.size() - (inFile().isPresent() ? 0 : 1);
    return new Found(accepted, asked, leftOut, Math.max(0, operations.size() - api.requests()));
  }

  private Optional<OpenApi.Document.InFile> inFile() {
    return api.document() instanceof OpenApi.Document.InFile file
        ? Optional.of(file)
        : Optional.empty();
  }

  private Exchange root(App app, Optional<Kind> known) throws IOException, InterruptedException {
    Probe get = known.map(api.get()::as).orElse(api.get());
    try {
      Exchange exchange = known.isPresent() ? once.send(app, get) : first.send(app, get);
      if (inFile().isEmpty()) {
        accepted.add(exchange);
      }
      return exchange;
    } catch (ProbeException e) {
      if (e.rejected().isPresent() && inFile().isPresent()) {
        return e.rejected().get();
      }
      throw e.rejected().map(this::noDocument).orElse(e);
    }
  }

  private ApiDocument document(Exchange root) throws ProbeException {
    if (inFile().isPresent()) {
      return ApiDocument.parse(api.name(), inFile().get().content());
    }
    if (root.answer().status() > 299) {
      throw noDocument(root);
    }
    try {
      return ApiDocument.parse(api.name(), root.answer().body());
    } catch (IllegalArgumentException e) {
      throw new ProbeException(Fault.NOTHING, e.getMessage(), e);
    }
  }

  private ProbeException noDocument(Exchange exchange) {
    String location = exchange.answer().location();
    return new ProbeException(
        Fault.NOTHING,
        "the app has no OpenAPI document at '"
            + api.name()
            + "': '"
            + exchange.request()
            + "' was answered with status '"
            + exchange.answer().status()
            + "'"
            + (location.isEmpty() ? "" : " and leads to '" + Probe.shown(location) + "'")
            + ". Correct <openApi>, or name a file of the project.",
        null);
  }

  private void ask(App app, ApiOperation operation, Kind kind)
      throws IOException, InterruptedException {
    Optional<Probe> whole = Optional.empty();
    String why = "";
    for (boolean optional : new boolean[] {true, false}) {
      Probe probe;
      try {
        probe = ApiRequest.of(operation, optional, api, kind);
      } catch (IllegalArgumentException e) {
        why = "was not asked: " + e.getMessage();
        continue;
      }
      if (whole.isPresent() && whole.get().equals(probe)) {
        break;
      }
      whole = Optional.of(probe);
      try {
        accepted.add(once.send(app, probe));
        return;
      } catch (ProbeException e) {
        why = Once.why(e);
        if (e.rejected().isEmpty()) {
          break;
        }
      }
    }
    String request = whole.map(Probe::request).orElse(operation.method() + " " + operation.path());
    leftOut.add(new Found.LeftOut(request, why));
  }
}
