package io.atomstreams.pipelines.config;

import java.util.List;

/** A configuration which cannot be used; lists every problem found in it. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final List<String> problems;

  /**
   * @param problems complete sentences, each naming document, option, value and rule; at least one
   */
  public ConfigException(List<String> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }

  private static String message(List<String> problems) {
    return problems.size() == 1
        ? problems.get(0)
        : problems.size() + " problems in the configuration:\n  " + String.join("\n  ", problems);
  }
}
