package io.atomstreams.pipelines.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.apache.flink.configuration.ConfigOption;

/**
 * The options that the classes of a jar declare: their static fields of type {@link ConfigOption}.
 * Looks at Flink's classes whose name says that they hold options or make something from them.
 * Cost: those classes are loaded and initialised, some hundred in Flink's core.
 */
final class OptionScan {

  private static final String FLINK = "org/apache/flink/";
  private static final String CLASS = ".class";

  private OptionScan() {}

  /** Of the jar that a class was loaded from, by that class's loader. */
  static List<ConfigOption<?>> besideClass(Class<?> anchor) {
    try {
      Path jar = Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
      return ofJar(jar, anchor.getClassLoader());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<ConfigOption<?>> ofJar(Path jar, ClassLoader classes) {
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is no jar: Flink's options are looked for in jars");
    }
    List<ConfigOption<?>> options = new ArrayList<>();
    try (JarFile entries = new JarFile(jar.toFile())) {
      entries.stream()
          .map(entry -> entry.getName())
          .filter(OptionScan::mayHoldOptions)
          .forEach(name -> options.addAll(declared(className(name), classes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return options;
  }

  private static boolean mayHoldOptions(String entry) {
    if (!entry.startsWith(FLINK) || !entry.endsWith(CLASS) || entry.contains("/shaded/")) {
      return false;
    }
    String simple = entry.substring(entry.lastIndexOf('/') + 1);
    return simple.contains("Option") || simple.contains("Factory") || simple.contains("Config");
  }

  private static String className(String entry) {
    return entry.substring(0, entry.length() - CLASS.length()).replace('/', '.');
  }

  private static List<ConfigOption<?>> declared(String name, ClassLoader classes) {
    List<ConfigOption<?>> options = new ArrayList<>();
    try {
      for (Field field : Class.forName(name, true, classes).getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())
            && field.getType() == ConfigOption.class
            && field.trySetAccessible()
            && field.get(null) != null) {
          options.add((ConfigOption<?>) field.get(null));
        }
      }
    } catch (LinkageError | ReflectiveOperationException e) {
      // a class whose other libraries are not here is not used here, and neither are its options
      return List.of();
    }
    return options;
  }
}
