package io.atomstreams.pipelines.config;

import io.atomstreams.model.NearestNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the main method of a job is told: {@code --config FILE --conf DIR [--bootstrap-server
 * SERVERS]}. Flink's own settings are not among it: they are the cluster's, or of whoever submits.
 *
 * @param config the pipeline's settings, such as {@code pipelines/scoring.yaml}
 * @param conf where the labels and feature lists lie that the settings name
 * @param bootstrapServers brokers, in place of those in the settings
 */
public record JobArguments(Path config, Path conf, Optional<String> bootstrapServers) {

  private static final String CONFIG = "--config";
  private static final String CONF = "--conf";
  private static final String BOOTSTRAP = "--bootstrap-server";
  private static final List<String> KNOWN = List.of(CONFIG, CONF, BOOTSTRAP);

  /** The launcher says here where the project lies. */
  private static final String HOME = "atom.home";

  /**
   * Reads a command line.
   *
   * @param job how the problems call it
   * @throws ConfigException naming every problem
   */
  public static JobArguments parse(String job, String... args) {
    List<String> problems = new ArrayList<>();
    Map<String, String> given = new HashMap<>();
    for (int at = 0; at < args.length; at += 2) {
      String option = args[at];
      if (!KNOWN.contains(option)) {
        problems.add(
            job + ": " + option + " is not an option; " + NearestNames.hint(option, KNOWN));
      } else if (at + 1 == args.length) {
        problems.add(job + ": " + option + " needs a value behind it");
      } else if (given.put(option, args[at + 1]) != null) {
        problems.add(job + ": " + option + " is there twice");
      }
    }
    boolean understood = problems.isEmpty();
    for (String needed : List.of(CONFIG, CONF)) {
      if (understood && !given.containsKey(needed)) {
        problems.add(
            job
                + ": "
                + needed
                + " is missing; usage: --config FILE --conf DIR"
                + " [--bootstrap-server HOST:PORT,...]");
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new JobArguments(
        Path.of(given.get(CONFIG)),
        Path.of(given.get(CONF)),
        Optional.ofNullable(given.get(BOOTSTRAP)));
  }

  /** The same as a command line. */
  public List<String> words() {
    List<String> words = new ArrayList<>(List.of(CONFIG, config.toString(), CONF, conf.toString()));
    bootstrapServers.ifPresent(servers -> words.addAll(List.of(BOOTSTRAP, servers)));
    return words;
  }

  /**
   * The brokers to use.
   *
   * @param configured those of the settings, empty or blank if there are none
   * @throws ConfigException if there are none at all
   */
  public String bootstrapServers(String configured) {
    return bootstrapServers
        .or(() -> Optional.of(configured).filter(servers -> !servers.isBlank()))
        .orElseThrow(
            () ->
                new ConfigException(
                    List.of(
                        config.getFileName()
                            + ": no brokers; set kafka.bootstrapServers, or give --bootstrap-server"
                            + " HOST:PORT")));
  }

  /**
   * A registry's place, for processes that have another working directory than this one: a relative
   * path is taken from where the project lies, or from this directory; a URI stands as it is.
   */
  public static String located(String place) {
    return place.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*")
        ? place
        : Path.of(System.getProperty(HOME, "")).resolve(place).toAbsolutePath().toString();
  }
}
