package io.atomstreams.pipelines.settings;

import io.atomstreams.model.NearestNames;
import io.atomstreams.pipelines.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.GlobalConfiguration;

/**
 * The profiles of a directory of settings: {@code config.yaml}, which is complete and runs
 * everything in one process, and {@code profiles/NAME.yaml}, each of which holds only what differs.
 * They are read in the order in which they are named, {@code config.yaml} first; of a key that
 * several set, the last one counts.
 */
public final class Profiles {

  private static final String SUFFIX = ".yaml";
  private static final String FILE = "config.yaml";

  private final Path conf;

  /**
   * @param conf a directory with {@code config.yaml} and {@code profiles}
   */
  public Profiles(Path conf) {
    this.conf = conf;
  }

  /** One setting and where it was set last. */
  public record Setting(String value, String source) {}

  /** Their names, in alphabetical order. */
  public List<String> names() {
    Path directory = conf.resolve("profiles");
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@code config.yaml} and the named profiles, one over the other.
   *
   * @param profiles in the order in which they are read
   * @param further single settings, over all profiles
   * @param known what Flink reads
   * @throws ConfigException naming all profiles there are not, all keys Flink does not know and all
   *     values of the wrong type
   */
  public Map<String, Setting> merged(
      List<String> profiles, Map<String, String> further, FlinkOptions known) {
    refuseStrangers(profiles);
    List<String> problems = new ArrayList<>();
    Map<String, Setting> merged = new TreeMap<>();
    layers(profiles, further)
        .forEach(
            (source, settings) -> {
              problems.addAll(known.problems(source, settings));
              settings.forEach((key, value) -> merged.put(key, new Setting(value, source)));
            });
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return merged;
  }

  /** Settings of one profile alone, as Flink reads them. */
  public Map<String, String> settings(String profile) {
    return read(conf.resolve("profiles").resolve(profile + SUFFIX));
  }

  private Map<String, Map<String, String>> layers(
      List<String> profiles, Map<String, String> further) {
    Map<String, Map<String, String>> layers = new LinkedHashMap<>();
    layers.put(FILE, read(conf.resolve(FILE)));
    profiles.forEach(profile -> layers.put(profile + SUFFIX, settings(profile)));
    layers.put("--set", further);
    return layers;
  }

  private void refuseStrangers(List<String> profiles) {
    List<String> names = names();
    List<String> problems =
        profiles.stream()
            .filter(profile -> !names.contains(profile))
            .map(
                profile ->
                    "%s is no profile in %s; %s"
                        .formatted(
                            profile, conf.resolve("profiles"), NearestNames.hint(profile, names)))
            .toList();
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  /** Flink's loader reads a directory with one file of one name. */
  private static Map<String, String> read(Path file) {
    try {
      Path directory = Files.createTempDirectory("atom-settings");
      try {
        Files.copy(file, directory.resolve(FILE));
        return GlobalConfiguration.loadConfiguration(directory.toString()).toMap();
      } finally {
        Files.deleteIfExists(directory.resolve(FILE));
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Lines of a {@code config.yaml} which Flink's loader reads as these settings, each under the
   * name of its profile.
   */
  public static List<String> lines(Map<String, Setting> settings) {
    Map<String, List<String>> bySource = new LinkedHashMap<>();
    settings.forEach(
        (key, setting) ->
            bySource
                .computeIfAbsent(setting.source(), source -> new ArrayList<>())
                .addAll(line(key, setting.value())));
    List<String> lines = new ArrayList<>();
    bySource.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .forEach(
            block -> {
              lines.add("# " + block.getKey());
              lines.addAll(block.getValue());
            });
    return lines;
  }

  private static List<String> line(String key, String value) {
    return ConfigurationUtils.convertConfigToWritableLines(
        Configuration.fromMap(Map.of(key, value)), true);
  }
}
