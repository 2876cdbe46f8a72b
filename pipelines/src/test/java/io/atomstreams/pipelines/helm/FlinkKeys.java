package io.atomstreams.pipelines.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;

/**
 * The settings that Flink and the operator's autoscaler read, from their own classes. Flink passes
 * over a key it does not know in silence.
 */
final class FlinkKeys {

  /**
   * What reads these is on no class path of the tests: Kubernetes, S3, and reporters by their
   * names.
   */
  private static final Pattern READ_ELSEWHERE =
      Pattern.compile(
          "kubernetes\\.taskmanager\\.service-account"
              + "|high-availability\\.kubernetes\\.leader-election"
              + "\\.(lease-duration|renew-deadline|retry-period)"
              + "|s3\\.(endpoint|path\\.style\\.access|attempts\\.maximum|retry\\.limit"
              + "|retry\\.throttle\\.(limit|interval)"
              + "|connection\\.(maximum|timeout|establish\\.timeout))"
              + "|fs\\.s3a\\.(aws\\.credentials\\.provider|directory\\.marker\\.retention)"
              + "|metrics\\.reporter\\.prometheus\\.(factory\\.class|port)");

  private final Map<String, ConfigOption<?>> options = new TreeMap<>();

  /** Put there by the build. */
  private static final Path AUTOSCALER =
      Path.of("target", "flink-autoscaler", "flink-autoscaler.jar");

  FlinkKeys() {
    ClassLoader flink = FlinkKeys.class.getClassLoader();
    addDeclaredIn(jarOf(CoreOptions.class), flink);
    addDeclaredIn(jarOf(RocksDBOptions.class), flink);
    try (URLClassLoader autoscaler =
        new URLClassLoader(new URL[] {AUTOSCALER.toUri().toURL()}, flink)) {
      addDeclaredIn(AUTOSCALER, autoscaler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path jarOf(Class<?> anchor) {
    try {
      return Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void addDeclaredIn(Path jar, ClassLoader classes) {
    try (JarFile entries = new JarFile(jar.toFile())) {
      entries.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.matches("org/apache/flink/[^$]*Options\\.class"))
          .flatMap(
              name -> declaredIn(name.replace(".class", "").replace('/', '.'), classes).stream())
          .forEach(option -> options.put(option.key(), option));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<ConfigOption<?>> declaredIn(String className, ClassLoader classes) {
    List<ConfigOption<?>> found = new ArrayList<>();
    try {
      for (Field field : Class.forName(className, true, classes).getFields()) {
        if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
          found.add((ConfigOption<?>) field.get(null));
        }
      }
    } catch (ReflectiveOperationException | LinkageError e) {
      return List.of(); // of a part of Flink that is not here
    }
    return found;
  }

  /** What is wrong: keys that nobody reads, values that are none of their option's. */
  List<String> problems(Map<String, String> settings) {
    Configuration configuration = Configuration.fromMap(settings);
    List<String> problems = new ArrayList<>();
    for (String key : new TreeSet<>(settings.keySet())) {
      ConfigOption<?> option = options.get(key);
      if (option != null) {
        misfit(configuration, option).ifPresent(problems::add);
      } else if (!READ_ELSEWHERE.matcher(key).matches()) {
        problems.add(key + " is read by nobody");
      }
    }
    return problems;
  }

  private static Optional<String> misfit(Configuration configuration, ConfigOption<?> option) {
    try {
      configuration.getOptional(option);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(option.key() + " has no such value: " + e.getMessage());
    }
  }
}
