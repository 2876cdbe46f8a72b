package io.atomstreams.pipelines.cli;

import io.atomstreams.pipelines.config.JobArguments;
import java.nio.file.Path;

/** Where the project lies: the launcher says so in the system property {@code atom.home}. */
final class Home {

  private static final String PROPERTY = "atom.home";

  private Home() {}

  /** Where models are: a URI as it stands, a path as {@link #path} takes it. */
  static String location(String text) {
    return JobArguments.located(text);
  }

  /** A path of the project; an absolute one stays as it is. */
  static Path path(String relative) {
    return Path.of(System.getProperty(PROPERTY, "")).resolve(relative);
  }
}
