package io.github.slimmaven.probe;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/**
 * Finds what an answer links to and embeds, in the order of its text: HTML, style sheets and
 * redirects.
 */
final class Links {
  /** Bytes of a page that are looked at. */
  private static final int MAX_PAGE = 4 << 20;

  private static final int MAX_LINKS = 5000;
  private static final int MAX_SRCSET = 16 << 10;

  /**
   * Attributes with one address, by element; see "Attributes" in the index of the HTML standard.
   */
  private static final Map<String, List<String>> EMBEDDED =
      Map.ofEntries(
          Map.entry("link", List.of("href")),
          Map.entry("script", List.of("src")),
          Map.entry("img", List.of("src")),
          Map.entry("source", List.of("src")),
          Map.entry("video", List.of("src", "poster")),
          Map.entry("audio", List.of("src")),
          Map.entry("track", List.of("src")),
          Map.entry("embed", List.of("src")),
          Map.entry("object", List.of("data")),
          Map.entry("input", List.of("src")),
          Map.entry("image", List.of("href", "xlink:href")),
          Map.entry("use", List.of("href", "xlink:href")),
          Map.entry("body", List.of("background")));

  private static final Map<String, String> LINKED =
      Map.of("a", "href", "area", "href", "iframe", "src", "frame", "src");

  private static final Pattern REFRESH =
      Pattern.compile("(?i)[\\s\\d.]*[;,]?\\s*url\\s*=\\s*[\"']?([^\"']+)[\"']?\\s*");

  /** Addresses are bounded, for what is never closed would be read again from each place. */
  private static final Pattern CSS =
      Pattern.compile(
          "(?i)(?:url\\(\\s{0,99}+|@import\\s{1,99}+)"
              + "(?:\"([^\"]{0,4000}+)\"|'([^']{0,4000}+)')"
              + "|url\\(\\s{0,99}+([^)\"'\\s]{1,4000}+)\\s{0,99}+\\)");

  private final String base;
  private final List<Link> links = new ArrayList<>();

  private Links(String base) {
    this.base = base;
  }

  /**
   * @param base the address of the answer
   */
  static List<Link> of(String base, Answer answer) {
    Links links = new Links(base);
    String type = answer.contentType().toLowerCase(Locale.ROOT);
    if (answer.status() >= 300 && answer.status() <= 399) {
      links.add(links.absolute(answer.location()), true);
    } else if (type.startsWith("text/css")) {
      links.style(links.base, clipped(answer));
    } else if (type.startsWith("text/html") || type.startsWith("application/xhtml+xml")) {
      links.page(Jsoup.parse(clipped(answer), base));
    }
    return links.links;
  }

  private static String clipped(Answer answer) {
    int length = Math.min(answer.body().length, MAX_PAGE);
    return new String(answer.body(), 0, length, answer.charset());
  }

  private void page(Document document) {
    for (Element element : document.getAllElements()) {
      String name = element.normalName();
      for (String attribute : EMBEDDED.getOrDefault(name, List.of())) {
        add(address(element, attribute), true);
      }
      if (name.equals("img") || name.equals("source")) {
        srcset(element);
      }
      if (LINKED.containsKey(name)) {
        add(address(element, LINKED.get(name)), false);
      }
      if (element instanceof FormElement form) {
        form(form);
      }
      if (name.equals("meta") && element.attr("http-equiv").equalsIgnoreCase("refresh")) {
        Matcher refresh = REFRESH.matcher(element.attr("content"));
        if (refresh.matches()) {
          add(absolute(element.baseUri(), refresh.group(1)), true);
        }
      }
      if (name.equals("style")) {
        style(element.baseUri(), element.data());
      } else if (element.hasAttr("style")) {
        style(element.baseUri(), element.attr("style"));
      }
    }
  }

  /** A form that changes nothing, with what its fields hold. */
  private void form(FormElement form) {
    if (!form.attr("method").isEmpty() && !form.attr("method").equalsIgnoreCase("get")) {
      return;
    }
    form.select("option:not([value])").forEach(option -> option.attr("value", option.text()));
    String action = form.hasAttr("action") ? address(form, "action") : base;
    String query =
        form.formData().stream()
            .map(field -> encoded(field.key()) + "=" + encoded(field.value()))
            .collect(Collectors.joining("&"));
    add(action.replaceFirst("[?#].*", "") + (query.isEmpty() ? "" : "?" + query), false);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Candidates are an address, blanks, a descriptor and a comma ("Parsing a srcset attribute"). */
  private void srcset(Element element) {
    String all = element.attr("srcset").strip();
    String rest = all.substring(0, Math.min(all.length(), MAX_SRCSET));
    while (!rest.isEmpty() && links.size() < MAX_LINKS) {
      String[] parts = rest.split("\\s+", 2);
      int end = parts[0].length();
      while (end > 0 && parts[0].charAt(end - 1) == ',') {
        end--;
      }
      boolean alone = end < parts[0].length();
      add(absolute(element.baseUri(), parts[0].substring(0, end)), true);
      rest = parts.length == 1 ? "" : parts[1];
      if (!alone) {
        int comma = rest.indexOf(',');
        rest = comma < 0 ? "" : rest.substring(comma + 1);
      }
      rest = rest.replaceFirst("^[\\s,]+", "");
    }
  }

  private void style(String from, String css) {
    Matcher matcher = CSS.matcher(withoutComments(css));
    while (matcher.find()) {
      for (int group = 1; group <= 3; group++) {
        if (matcher.group(group) != null) {
          add(absolute(from, matcher.group(group)), true);
        }
      }
    }
  }

  /** One that is not closed goes to the end (CSS Syntax Module Level 3, 4.3.2). */
  private static String withoutComments(String css) {
    StringBuilder plain = new StringBuilder();
    int at = 0;
    for (int from = css.indexOf("/*"); from >= 0; from = css.indexOf("/*", at)) {
      plain.append(css, at, from);
      int end = css.indexOf("*/", from + 2);
      at = end < 0 ? css.length() : end + 2;
    }
    return plain.append(css, at, css.length()).toString();
  }

  /** Absolute; "" where the attribute is missing or empty, which means the page itself. */
  private static String address(Element element, String attribute) {
    return element.attr(attribute).isBlank() ? "" : element.absUrl(attribute);
  }

  private String absolute(String address) {
    return absolute(base, address);
  }

  private static String absolute(String from, String address) {
    if (address.isBlank()) {
      return "";
    }
    Element element = new Element("a").attr("href", address.strip());
    element.setBaseUri(from);
    return element.absUrl("href");
  }

  private void add(String address, boolean embedded) {
    if (!address.isEmpty() && links.size() < MAX_LINKS) {
      links.add(new Link(address, embedded));
    }
  }
}
