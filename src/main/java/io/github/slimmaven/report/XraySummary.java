package io.github.slimmaven.report;

import io.github.slimmaven.inspect.Xray;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What an X-ray comes to, for the console. */
public final class XraySummary {
  private static final int MOST = 5;
  private static final int LINE = 90;

  private final List<String> lines = new ArrayList<>();

  private XraySummary() {}

  /** Lines without line ends, in the order to print; fit for any terminal. */
  public static List<String> lines(Xray xray) {
    XraySummary summary = new XraySummary();
    summary.headline(xray);
    summary.layers(xray.layers());
    summary.efficiency(xray.efficiency());
    summary.list(
        "Wasted",
        xray.wasted(),
        file ->
            Bytes.format(file.size())
                + " "
                + printable(file.path())
                + (file.deleted() ? ", deleted by layer " : ", overwritten by layer ")
                + file.by());
    summary.list(
        "Duplicates, besides one of each",
        xray.duplicates(),
        same ->
            Bytes.format(same.size())
                + " x "
                + same.count()
                + " "
                + printable(same.paths().get(0)));
    summary.list(
        "Special permissions",
        xray.permissions(),
        special ->
            special.mode()
                + " "
                + printable(special.path())
                + ": "
                + String.join(", ", special.kinds())
                + special.capabilities().map(text -> " (" + text + ")").orElse(""));
    summary.list(
        "Files with the names of secrets",
        xray.secrets(),
        secret ->
            printable(secret.path())
                + ": "
                + secret.what()
                + ", in layer "
                + secret.layer()
                + secret.hiddenBy().map(by -> ", hidden by layer " + by).orElse(""));
    return List.copyOf(summary.lines);
  }

  private void headline(Xray xray) {
    add(
        "'%s': %s in %,d files and %d layers%s",
        printable(xray.reference()),
        Bytes.format(xray.size()),
        xray.files(),
        xray.layers().size(),
        xray.compressedSize().map(size -> ", " + Bytes.format(size) + " compressed").orElse(""));
  }

  private void layers(List<Xray.LayerXray> layers) {
    add("  %5s%10s%9s%9s%9s  %s", "layer", "size", "added", "changed", "removed", "made by");
    for (Xray.LayerXray layer : layers) {
      String step = printable(layer.createdBy().orElse("unknown")).strip();
      add(
          "  %5d%10s%,9d%,9d%,9d  %s",
          layer.index(),
          Bytes.format(layer.size()),
          layer.added().files(),
          layer.changed().files(),
          layer.removed().files(),
          step.length() > LINE ? step.substring(0, LINE) + "..." : step);
    }
  }

  private void efficiency(Xray.Efficiency efficiency) {
    add(
        "Efficiency %s: %s of %s are overwritten or deleted by a later layer",
        efficiency.efficiency().toPlainString(),
        Bytes.format(efficiency.wastedBytes()),
        Bytes.format(efficiency.totalBytes()));
  }

  private <T> void list(String name, Xray.Listed<T> list, Function<T, String> line) {
    if (list.count() == 0) {
      return;
    }
    add("%s: %,d (%s)", name, list.count(), Bytes.format(list.bytes()));
    list.first().stream().limit(MOST).forEach(one -> add("  %s", line.apply(one)));
    if (list.count() > MOST) {
      add("  and %,d more", list.count() - MOST);
    }
  }

  private static String printable(String text) {
    return PrintableText.of(text);
  }

  private void add(String format, Object... arguments) {
    lines.add(String.format(Locale.ROOT, format, arguments).stripTrailing());
  }
}
