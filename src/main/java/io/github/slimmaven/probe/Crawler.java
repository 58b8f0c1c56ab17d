package io.github.slimmaven.probe;

import io.github.slimmaven.probe.Probe.Kind;
import io.github.slimmaven.probe.Probe.StatusRange;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Follows what pages link to and embed, breadth first, on the same host and port. All is asked for
 * by GET.
 */
final class Crawler {
  /** A page that says "not found" is a page too. */
  static final List<StatusRange> ANSWERED = List.of(new StatusRange(200, 499));

  /** Says that the app is asked too often; another run would be told so at another place. */
  private static final int TOO_MANY_REQUESTS = 429;

  /** Calendars and sorted lists have no end. */
  private static final int MOST_QUERIES = 5;

  private static final Set<Kind> KINDS = EnumSet.of(Kind.HTTP, Kind.HTTPS, Kind.H2, Kind.H2C);

  private final Crawl crawl;
  private final Once once;
  private final Set<String> known = new HashSet<>();
  private final Map<String, Integer> queries = new HashMap<>();
  private final Queue<Page> pages = new ArrayDeque<>();
  private final List<Exchange> found = new ArrayList<>();
  private final List<Found.LeftOut> leftOut = new ArrayList<>();
  private int asked;
  private int unasked;

  private record Page(Exchange exchange, int depth) {}

  Crawler(Crawl crawl, Once once) {
    this.crawl = crawl;
    this.once = once;
  }

  /**
   * Crawls what these pages lead to.
   *
   * @param exchanges of any kind; those of another protocol lead nowhere
   * @param all what has been asked already
   * @throws ProbeException if the app ends
   */
  Found crawl(App app, List<Exchange> exchanges, List<Exchange> all)
      throws IOException, InterruptedException {
    for (Exchange exchange : all) {
      if (KINDS.contains(exchange.probe().kind()) && exchange.probe().method().equals("GET")) {
        known.add(key(Site.of(exchange.probe()), exchange.probe().path()));
      }
    }
    for (Exchange exchange : exchanges) {
      if (KINDS.contains(exchange.probe().kind())) {
        pages.add(new Page(exchange, 0));
      }
    }
    for (Page page = pages.poll(); page != null; page = pages.poll()) {
      follow(app, page);
    }
    return new Found(found, found.size(), leftOut, unasked);
  }

  private void follow(App app, Page page) throws IOException, InterruptedException {
    Site site = Site.of(page.exchange().probe());
    String address = site.address(page.exchange().probe().path());
    for (Link link : Links.of(address, page.exchange().answer())) {
      if (link.embedded() || page.depth() < crawl.depth()) {
        Optional<String> path = site.path(link.address());
        if (path.isPresent() && isNew(site, path.get())) {
          Optional<Exchange> exchange = ask(app, site.probe(path.get()));
          if (exchange.isPresent()) {
            found.add(exchange.get());
            pages.add(new Page(exchange.get(), page.depth() + (link.embedded() ? 0 : 1)));
          }
        }
      }
    }
  }

  private boolean isNew(Site site, String path) {
    if (crawl.excludes(path) || !known.add(key(site, path))) {
      return false;
    }
    int query = path.indexOf('?');
    if (asked == crawl.pages()
        || (query >= 0
            && queries.merge(key(site, path.substring(0, query)), 1, Integer::sum)
                > MOST_QUERIES)) {
      unasked++;
      return false;
    }
    asked++;
    return true;
  }

  private static String key(Site site, String path) {
    return site.address(path) + " " + site.kind() + " " + site.port() + " " + site.headers();
  }

  private Optional<Exchange> ask(App app, Probe probe) throws IOException, InterruptedException {
    try {
      Exchange exchange = once.send(app, probe);
      if (exchange.answer().status() != TOO_MANY_REQUESTS) {
        return Optional.of(exchange);
      }
      leftOut.add(new Found.LeftOut(probe.request(), "was answered with status '429'"));
    } catch (ProbeException e) {
      leftOut.add(new Found.LeftOut(probe.request(), Once.why(e)));
    }
    return Optional.empty();
  }
}
