package io.github.slimmaven.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.slimmaven.dockerfile.Dockerfile.Instruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Takes a RUN apart: its simple commands and their words, near enough to name a program. */
final class ShellCommands {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern FLAGS = Pattern.compile("^(?:\\s*+--[a-z-]++(?:=\\S*+)?+(?=\\s))++");
  private static final Pattern ENDS = Pattern.compile("&&|\\|\\||[;|&\\n(){}]");
  private static final Pattern ASSIGNMENT = Pattern.compile("\\w+=.*");
  private static final Pattern PROGRAM = Pattern.compile("^.*/s?bin/([^/]+)$");
  private static final List<String> PREFIXES =
      List.of("if", "then", "else", "do", "!", "exec", "env", "time", "command", "set");

  private ShellCommands() {}

  /** The commands of a RUN, its here-documents included. */
  static List<List<String>> of(Instruction run) {
    String text = FLAGS.matcher(run.rest()).replaceFirst("").strip();
    List<String> exec = list(text);
    return exec.isEmpty() ? of(text + "\n" + run.document()) : List.of(exec);
  }

  private static List<List<String>> of(String script) {
    List<List<String>> commands = new ArrayList<>();
    for (String command : ENDS.split(script)) {
      List<String> words = new ArrayList<>();
      for (String word : command.strip().split("\\s+")) {
        String bare = word.replaceAll("^[\"']|[\"']$", "");
        boolean before =
            words.isEmpty() && (ASSIGNMENT.matcher(bare).matches() || PREFIXES.contains(bare));
        if (!bare.isEmpty() && !before) {
          words.add(bare);
        }
      }
      if (!words.isEmpty()) {
        words.set(0, PROGRAM.matcher(words.get(0)).replaceFirst("$1"));
        commands.add(words);
      }
    }
    return commands;
  }

  /** A JSON list of words; none if it is no such list. */
  static List<String> list(String text) {
    if (!text.startsWith("[")) {
      return List.of();
    }
    try {
      return Arrays.asList(MAPPER.readValue(text, String[].class));
    } catch (JsonProcessingException e) {
      return List.of(); // a shell's test, or not legal: Docker takes it for a command line
    }
  }

  /** The words that are no options, from the second one on. */
  static List<String> operands(List<String> words) {
    return words.stream().skip(1).filter(word -> !word.startsWith("-")).toList();
  }
}
