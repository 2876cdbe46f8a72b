package io.atomstreams.pipelines.settings;

import io.atomstreams.model.NearestNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.client.deployment.executors.RemoteExecutor;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.metrics.prometheus.PrometheusReporter;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.state.rocksdb.RocksDBOptions;

/**
 * Every option that the Flink on this class path reads. Flink itself passes over a key it does not
 * know in silence, so that a typing error is a default value that nobody chose.
 *
 * <p>A key is known if it is
 *
 * <ul>
 *   <li>the present key of an option that a class of Flink declares (not a former one);
 *   <li>below the key of an option whose value is a map;
 *   <li>of a metrics reporter: {@code metrics.reporter.NAME.} and one of the {@linkplain #REPORTER
 *       options of reporters};
 *   <li>below one of the {@linkplain #PASSED_ON prefixes} that Flink passes on without looking.
 * </ul>
 */
public final class FlinkOptions {

  /** Environment of containers, and what the S3 file system hands to Hadoop. */
  private static final Set<String> PASSED_ON =
      Set.of(
          "containerized.master.env.",
          "containerized.taskmanager.env.",
          "s3.",
          "s3a.",
          "fs.s3a.",
          "flink.hadoop.");

  private static final String REPORTER_PREFIX = "metrics.reporter.";

  /** After the reporter's name: those of all reporters, and those of the Prometheus reporter. */
  private static final Set<String> REPORTER =
      Set.of(
          "factory.class",
          "interval",
          "filter.includes",
          "filter.excludes",
          "scope.delimiter",
          "scope.variables.excludes",
          "scope.variables.additional",
          "port",
          "filterLabelValueCharacters");

  private final Map<String, ConfigOption<?>> present = new TreeMap<>();
  private final Map<String, String> former = new TreeMap<>();

  private FlinkOptions(Collection<ConfigOption<?>> options) {
    options.forEach(option -> present.put(option.key(), option));
    for (ConfigOption<?> option : options) {
      for (FallbackKey key : option.fallbackKeys()) {
        former.putIfAbsent(key.getKey(), option.key());
      }
    }
    former.keySet().removeAll(present.keySet());
  }

  /** Those of Flink's core, runtime, clients, RocksDB, Prometheus and Kubernetes. */
  public static FlinkOptions onClassPath() {
    return new FlinkOptions(
        Stream.of(
                CoreOptions.class,
                MiniCluster.class,
                RemoteExecutor.class,
                RocksDBOptions.class,
                PrometheusReporter.class,
                KubernetesConfigOptions.class)
            .flatMap(anchor -> OptionScan.besideClass(anchor).stream())
            .toList());
  }

  /** With those of a plugin's jar, which is on no class path. */
  public FlinkOptions with(Path jar, ClassLoader classes) {
    List<ConfigOption<?>> all = new ArrayList<>(present.values());
    all.addAll(OptionScan.ofJar(jar, classes));
    return new FlinkOptions(all);
  }

  public Set<String> keys() {
    return new TreeSet<>(present.keySet());
  }

  /**
   * What is wrong with settings: keys nobody reads and values that are not of their option's type.
   *
   * @param source how to call the file in a message
   */
  public List<String> problems(String source, Map<String, String> settings) {
    Configuration configuration = Configuration.fromMap(settings);
    List<String> problems = new ArrayList<>();
    for (String key : new TreeSet<>(settings.keySet())) {
      Optional<ConfigOption<?>> option = option(key);
      if (option.isPresent()) {
        misfit(configuration, option.get())
            .ifPresent(why -> problems.add("%s: %s".formatted(source, why)));
      } else if (!isPassedOn(key)) {
        problems.add("%s: %s".formatted(source, unknown(key)));
      }
    }
    return problems;
  }

  /** That reads a key: its own, or a map that the key is an entry of. */
  private Optional<ConfigOption<?>> option(String key) {
    ConfigOption<?> exact = present.get(key);
    if (exact != null) {
      return Optional.of(exact);
    }
    return present.values().stream()
        .filter(ConfigurationUtils::canBePrefixMap)
        .filter(option -> key.startsWith(option.key() + "."))
        .findFirst();
  }

  private static boolean isPassedOn(String key) {
    return PASSED_ON.stream().anyMatch(key::startsWith) || isOfAReporter(key);
  }

  private static boolean isOfAReporter(String key) {
    if (!key.startsWith(REPORTER_PREFIX)) {
      return false;
    }
    String[] name = key.substring(REPORTER_PREFIX.length()).split("\\.", 2);
    return name.length == 2
        && (REPORTER.contains(name[1]) || name[1].startsWith("scope.variables.additional."));
  }

  private static Optional<String> misfit(Configuration configuration, ConfigOption<?> option) {
    try {
      configuration.getOptional(option);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Optional.of("%s has no such value: %s".formatted(option.key(), cause.getMessage()));
    }
  }

  private String unknown(String key) {
    String now = former.get(key);
    if (now != null) {
      return "%s is the former name of %s; write the present one".formatted(key, now);
    }
    return NearestNames.nearest(key, present.keySet())
        .map(near -> "%s is no option of Flink; did you mean %s?".formatted(key, near))
        .orElseGet(() -> "%s is no option of Flink, and no option's name is near".formatted(key));
  }
}
