package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.mojo.Descriptor.Goal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What the site says is there: pages, goals, parameters, properties, messages. */
class SitePagesTest {
  private static final Path SITE = Path.of("src/site");
  private static final Path PAGES = SITE.resolve("markdown");
  private static final Path SOURCES = Path.of("src/main/java");

  /** Pages that Maven makes. */
  private static final Set<String> GENERATED = Set.of("plugin-info");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");
  private static final Pattern FENCE = Pattern.compile("(?ms)^```xml\\n(.*?)^```");
  private static final Pattern PROPERTY = Pattern.compile("-D(slim\\.[A-Za-z]+(?:\\.[A-Za-z]+)*)");
  private static final Pattern READ = Pattern.compile("getProperty\\(\"(slim\\.[a-z.]+)\"");
  private static final Pattern HREF = Pattern.compile("<item [^>]*href=\"([^\"]+)\\.html\"");
  private static final Pattern HEADING = Pattern.compile("(?m)^### `(.+)`$");
  private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

  private final Descriptor descriptor = Descriptor.read();

  @Test
  void everyPageIsInTheMenuOnce() throws Exception {
    List<String> menu =
        HREF.matcher(Files.readString(SITE.resolve("site.xml")))
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(menu).doesNotHaveDuplicates();
    Set<String> all = new TreeSet<>(GENERATED);
    pages().forEach(page -> all.add(name(page)));
    assertThat(menu).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void everyLinkLeadsToAPage() throws Exception {
    List<String> broken = new ArrayList<>();
    for (Path page : texts()) {
      LINK.matcher(Files.readString(page))
          .results()
          .map(found -> found.group(1).replaceFirst("#.*", ""))
          .filter(target -> !target.isEmpty() && !target.matches("[a-z]+:.*"))
          .filter(target -> !leads(page, target))
          .forEach(target -> broken.add(page + ": " + target));
    }
    assertThat(broken).isEmpty();
  }

  /** A page is linked by its source, so that it works in the repository too. */
  private static boolean leads(Path page, String target) {
    return target.endsWith(".html")
        ? GENERATED.contains(target.replace(".html", ""))
        : Files.exists(page.resolveSibling(target));
  }

  @Test
  void everyGoalAndParameterOfASnippetExists() throws Exception {
    List<String> unknown = new ArrayList<>();
    int configurations = 0;
    for (Path page : texts()) {
      Matcher fence = FENCE.matcher(Files.readString(page));
      while (fence.find()) {
        Element snippet = Descriptor.parse("<snippet>" + fence.group(1) + "</snippet>");
        for (Element goal : descendants(snippet, "goal")) {
          if (ours(goal) && descriptor.goal(goal.getTextContent()).isEmpty()) {
            unknown.add(page + ": goal '" + goal.getTextContent() + "'");
          }
        }
        for (Element configuration : descendants(snippet, "configuration")) {
          if (ours(configuration)) {
            configurations++;
            Descriptor.children(configuration)
                .forEach(
                    set ->
                        descriptor.unknown(set).forEach(name -> unknown.add(page + ": " + name)));
          }
        }
        Descriptor.children(snippet)
            .filter(element -> descriptor.isParameter(element.getTagName()))
            .flatMap(element -> descriptor.unknown(element).stream())
            .forEach(name -> unknown.add(page + ": " + name));
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(configurations).isGreaterThan(20);
  }

  /** Whether it is not of another plugin. */
  private static boolean ours(Element element) {
    for (var node = element.getParentNode(); node instanceof Element; node = node.getParentNode()) {
      if (((Element) node).getTagName().equals("plugin")) {
        return Descriptor.child((Element) node, "artifactId")
            .filter("slim-maven-plugin"::equals)
            .isPresent();
      }
    }
    return true;
  }

  /** What the tests themselves can be told. */
  private static Set<String> propertiesOfTests() throws IOException {
    Set<String> read = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(name -> name.toString().endsWith(".java")).toList()) {
        READ.matcher(Files.readString(file)).results().forEach(found -> read.add(found.group(1)));
      }
    }
    return read;
  }

  private static List<Element> descendants(Element element, String name) {
    var nodes = element.getElementsByTagName(name);
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  @Test
  void everyPropertyOfACommandExists() throws Exception {
    Set<String> known =
        descriptor.goals().stream()
            .flatMap(Goal::properties)
            .collect(Collectors.toCollection(TreeSet::new));
    known.addAll(propertiesOfTests());
    List<String> unknown = new ArrayList<>();
    for (Path page : texts()) {
      PROPERTY
          .matcher(Files.readString(page))
          .results()
          .map(found -> found.group(1))
          .filter(property -> !known.contains(property))
          .filter(property -> !property.startsWith("slim.container."))
          .forEach(property -> unknown.add(page + ": " + property));
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void everyMessageOfTheTroubleshootingIsInTheSource() throws Exception {
    StringBuilder source = new StringBuilder();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".java")).toList()) {
        source.append(JOINT.matcher(Files.readString(file)).replaceAll(""));
      }
    }
    try (Stream<Path> files = Files.list(Path.of("src/main/native"))) {
      for (Path file : files.filter(name -> name.toString().endsWith(".c")).toList()) {
        source.append(Files.readString(file));
      }
    }
    String text = source.toString();
    List<String> messages =
        HEADING
            .matcher(Files.readString(PAGES.resolve("troubleshooting.md")))
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(messages).hasSizeGreaterThan(30).doesNotHaveDuplicates();
    assertThat(
            messages.stream()
                .flatMap(message -> Stream.of(message.split("\\.\\.\\.")))
                .filter(part -> !text.contains(part)))
        .isEmpty();
  }

  private static String name(Path page) {
    return page.getFileName().toString().replaceFirst("\\.md$", "");
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  private static List<Path> texts() throws IOException {
    return Stream.concat(Stream.of(Path.of("README.md")), pages().stream()).toList();
  }
}
