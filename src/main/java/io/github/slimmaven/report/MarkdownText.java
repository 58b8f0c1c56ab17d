package io.github.slimmaven.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text that may come from an image, made fit for a cell or a line of GitHub Flavored Markdown <a
 * href="https://github.github.com/gfm/">(its specification)</a>: no name ends a table, becomes
 * markup, a link or a mention.
 */
final class MarkdownText {
  private static final int LONGEST_CODE = 160;
  private static final int LONGEST_PROSE = 1_500;
  private static final int MOST_LINES = 20;

  /** A name in quotes, which become a code span's, or what stands between spaces. */
  private static final Pattern WORD =
      Pattern.compile("(?<![^ (])'([^']+)'([,.;:?!)]*)(?![^ ])|[^ ]+");

  /** Letters with at most a hyphen or apostrophe between them, or a number; quoted or not. */
  private static final Pattern PLAIN =
      Pattern.compile(
          "[(\"']?(?:\\p{L}+(?:[-']\\p{L}+)*|[+-]?\\d+(?:[.,]\\d+)*[x%]?)[)\"']?[,.;:?!]?");

  private MarkdownText() {}

  /** A code span: nothing in one has a meaning. What would end it or a table's cell is escaped. */
  static String code(String text) {
    return text.isEmpty() ? "" : span(printable(text, LONGEST_CODE));
  }

  /** A line of a code block that three backticks fence. Its backslashes stay as they are. */
  static String preformatted(String line) {
    String printable = PrintableText.of(cut(line, LONGEST_CODE)).replace("\\\\", "\\");
    return cut(printable, LONGEST_CODE).replace("```", "\\u0060``");
  }

  /** A sentence for people: words as they are, and code spans for all that is more than a word. */
  static String prose(String text) {
    String lines =
        cut(text, LONGEST_PROSE)
            .lines()
            .map(line -> PrintableText.of(line.strip()))
            .collect(Collectors.joining("\n"));
    return cut(lines, LONGEST_PROSE)
        .lines()
        .map(MarkdownText::words)
        .filter(line -> !line.isEmpty())
        .limit(MOST_LINES)
        .collect(Collectors.joining("<br>"));
  }

  private static String words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder code = new StringBuilder();
    Matcher next = WORD.matcher(line);
    while (next.find()) {
      String word = next.group();
      if (next.group(1) != null) {
        end(code, words);
        words.add(span(next.group(1)) + next.group(2));
      } else if (PLAIN.matcher(word).matches()) {
        end(code, words);
        words.add(word);
      } else {
        code.append(code.isEmpty() ? "" : " ").append(word);
      }
    }
    end(code, words);
    return String.join(" ", words);
  }

  private static void end(StringBuilder code, List<String> words) {
    if (!code.isEmpty()) {
      words.add(span(code.toString()));
      code.setLength(0);
    }
  }

  private static String span(String printable) {
    return "`" + printable.replace("`", "\\u0060").replace("|", "\\u007c") + "`";
  }

  /** Cut before and after: escaping makes it longer, and what is absurdly long is not looked at. */
  private static String printable(String text, int longest) {
    return cut(PrintableText.of(cut(text, longest)), longest);
  }

  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
    return text.substring(0, end) + "…";
  }
}
