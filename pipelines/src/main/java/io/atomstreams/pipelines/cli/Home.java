package io.atomstreams.pipelines.cli;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where the project lies: the launcher says so in the system property {@code atom.home}. */
final class Home {

  private static final String PROPERTY = "atom.home";

  private static final Pattern URI_WITH_SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");

  private Home() {}

  /** A path of the project, or a URI as it is. */
  static String location(String models) {
    return URI_WITH_SCHEME.matcher(models).matches() ? models : path(models).toString();
  }

  /** A path of the project; an absolute one stays as it is. */
  static Path path(String relative) {
    return Path.of(System.getProperty(PROPERTY, "")).resolve(relative);
  }
}
