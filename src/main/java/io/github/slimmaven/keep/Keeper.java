package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.trace.AccessTrace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Decides which entries stay: the rules in order, then what the kept entries need in turn. */
public final class Keeper {
  private Keeper() {}

  /**
   * Decides what stays. The same input gives the same set.
   *
   * @param image for its config; its layers are not opened
   * @param tree the image's merged files; of programs, only headers are read
   * @return a set that is closed: a kept link's target, a kept entry's directories, a kept hard
   *     link's target and a kept program's libraries are kept too, unless the user dropped them
   * @throws IllegalArgumentException if a pattern of the request is none
   * @throws IOException if the tree cannot be read
   */
  public static KeepSet decide(Image image, FileTree tree, AccessTrace trace, KeepRequest request)
      throws IOException {
    return decide(image, tree, trace, request, Set.of(), Set.of(), Set.of());
  }

  /**
   * Decides with what an earlier decision left out by mistake.
   *
   * @param missed absolute paths that stay even if the user dropped them
   * @param spare files of Java runtimes that do not stay for being there: the app cannot come to
   *     load them. They stay for any other reason
   * @param unused files that go even if they were opened, unless the user keeps them
   */
  public static KeepSet decide(
      Image image,
      FileTree tree,
      AccessTrace trace,
      KeepRequest request,
      Set<String> missed,
      Set<String> spare,
      Set<String> unused)
      throws IOException {
    UserPatterns patterns = new UserPatterns(tree, request);
    RepairRule repair = new RepairRule(tree, missed);
    Set<String> dropped = new HashSet<>(unused);
    dropped.removeAll(patterns.kept());
    dropped.addAll(patterns.dropped());
    Selection selection = new Selection(tree, repair.without(dropped));
    repair.apply(selection);
    Application application = Application.of(tree, image.config(), request);
    ExtrasRule extras = new ExtrasRule(request.extras(), image.config());
    extras.apply(selection);
    for (Rule rule : rules(image.config(), trace, request, patterns, application)) {
      rule.apply(selection);
    }
    Set<String> unread = new LinkedHashSet<>(extras.unread());
    List<Growth> growths = new ArrayList<>();
    growths.add(new ScriptNeeds(tree, image.config()));
    ElfNeeds elf = new ElfNeeds(tree, image.config().env());
    growths.add(elf);
    growths.add(new JvmNeeds(request.level(), image.config(), spare));
    if (request.level() != Level.AGGRESSIVE) {
      growths.add(new PackNeeds(Packs.of(request.level()), tree, application));
      growths.add(new AlternativesNeeds());
      growths.add(new Mentions(selection, application, image.config(), elf));
    }
    grow(growths, selection);
    if (request.level() == Level.CONSERVATIVE) {
      PackageRule packages = new PackageRule(tree);
      packages.apply(selection);
      unread.addAll(packages.unread());
      grow(growths, selection);
    }
    List<String> unmatched = new ArrayList<>(patterns.unmatched());
    unmatched.addAll(extras.unmatched());
    return new KeepSet(selection.reasons(), unmatched, List.copyOf(unread), patterns.edits());
  }

  /** The paths that the user's {@code keep} patterns match. */
  public static Set<String> asked(FileTree tree, KeepRequest request) {
    return new UserPatterns(tree, request).kept();
  }

  /** The paths that the user's {@code drop} patterns match, and no {@code keep}. */
  public static Set<String> unwanted(FileTree tree, KeepRequest request) {
    UserPatterns patterns = new UserPatterns(tree, request);
    Set<String> unwanted = new HashSet<>(patterns.dropped());
    unwanted.removeAll(patterns.kept());
    return unwanted;
  }

  private static void grow(List<Growth> growths, Selection selection) throws IOException {
    for (List<Entry> fresh = selection.takeFresh();
        !fresh.isEmpty();
        fresh = selection.takeFresh()) {
      for (Growth growth : growths) {
        growth.extend(fresh, selection);
      }
    }
  }

  private static List<Rule> rules(
      ImageConfig config,
      AccessTrace trace,
      KeepRequest request,
      UserPatterns patterns,
      Application application) {
    List<Rule> rules = new ArrayList<>();
    rules.add(patterns::keep);
    rules.add(new TracedRule(trace));
    if (request.level() != Level.AGGRESSIVE) {
      rules.add(new ApplicationRule(application));
      rules.add(new LocaleRule(config));
    }
    rules.add(new EssentialRule(request.level()));
    rules.add(new ConfigRule(config));
    return rules;
  }
}
