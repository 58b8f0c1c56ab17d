package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;

/** Keeps the app's own files whole, so that what no probe reached still works. */
final class ApplicationRule implements Rule {
  private final Application application;

  ApplicationRule(Application application) {
    this.application = application;
  }

  @Override
  public void apply(Selection selection) {
    if (!application.layers().isEmpty()) {
      for (Entry entry : selection.tree().entries()) {
        if (application.layers().contains(entry.layer())) {
          selection.add(entry, new Reason(Reason.Kind.APPLICATION, "layer " + entry.layer()));
        }
      }
    }
    for (String directory : application.directories()) {
      selection.whole(directory, new Reason(Reason.Kind.APPLICATION, directory));
    }
  }
}
