package io.github.slimmaven.mojo;

import io.github.slimmaven.probe.OpenApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A description of the app, in the pom: where it is, or that and what is made of it. */
public final class OpenApiParameter {
  private static final Pattern URL =
      Pattern.compile("(?i)https?://(?:localhost|127\\.0\\.0\\.1)(?::(\\d{1,5}))?(/[^#]*)");

  /** A file of the project, a path of the app, or a URL with the container's port. */
  String document;

  /** Container port; by default the first declared one. */
  int port;

  /** Methods that are asked, instead of those that change nothing. */
  List<String> methods = List.of();

  /** How many requests at most. */
  int requests = OpenApi.REQUESTS;

  /** Headers of each request, by name. */
  Map<String, String> headers = Map.of();

  /** Where the description is; called by Maven. */
  public void set(String text) {
    document = text;
  }

  /** None if there is no description. */
  Optional<OpenApi> openApi(int defaultPort, Path directory) {
    if (document == null) {
      if (port != 0 || !methods.isEmpty() || !headers.isEmpty() || requests != OpenApi.REQUESTS) {
        throw new IllegalArgumentException(
            "<openApi> has no <document>: name a file of the project, or a path of the app as in"
                + " '/v3/api-docs'");
      }
      return Optional.empty();
    }
    String place = document.strip();
    Matcher url = URL.matcher(place);
    boolean inUrl = url.matches();
    if (!inUrl && place.matches("(?i)[a-z][a-z0-9+.-]*://.*")) {
      throw new IllegalArgumentException(
          "'"
              + place
              + "' is no <document> of <openApi>: nothing is downloaded. Name a file of the project,"
              + " a path of the app as in '/v3/api-docs', or"
              + " 'http://localhost:8080/v3/api-docs' with the container's port");
    }
    return Optional.of(
        new OpenApi(
            document(inUrl ? url.group(2) : place, directory),
            port(inUrl && url.group(1) != null ? Integer.parseInt(url.group(1)) : defaultPort),
            methods(),
            requests,
            headers));
  }

  private static OpenApi.Document document(String place, Path directory) {
    return place.startsWith("/") && !Files.isRegularFile(Path.of(place))
        ? new OpenApi.Document.InApp(place)
        : OpenApi.Document.of(directory.resolve(place), place);
  }

  private int port(int otherwise) {
    if (port == 0 && otherwise == 0) {
      throw new IllegalArgumentException(
          "the <openApi> of '" + document + "' has no port and none is declared: give it a <port>");
    }
    return port == 0 ? otherwise : port;
  }

  private Set<String> methods() {
    if (methods.isEmpty()) {
      return OpenApi.SAFE;
    }
    Set<String> names = new LinkedHashSet<>();
    methods.forEach(name -> names.add(name.strip().toUpperCase(Locale.ROOT)));
    return names;
  }
}
