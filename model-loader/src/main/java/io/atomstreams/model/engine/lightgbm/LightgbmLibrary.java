package io.atomstreams.model.engine.lightgbm;

import com.microsoft.ml.lightgbm.lightgbmlib;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The native library, loaded once per process at the first use.
 *
 * <p>The wrapper would unpack it to one and the same place in {@code java.io.tmpdir} for all
 * processes of a machine and write over it while another one runs from it, which ends that one.
 * Here it is unpacked to a directory of its own, which is gone once it is loaded. A directory in
 * the environment variable {@code LIGHTGBM_NATIVE_LIB_PATH} is taken instead, as by the wrapper.
 */
final class LightgbmLibrary {

  private LightgbmLibrary() {}

  /**
   * Makes sure the library is there, held to one thread: it would load models with as many as there
   * are processors.
   *
   * @throws LinkageError if it is not, or cannot be loaded on this machine
   */
  static void require() {
    if (Loaded.STATUS != 0) {
      throw new UnsatisfiedLinkError("LightGBM cannot be held to one thread");
    }
  }

  /** Its initialisation is the loading: the class loader makes it happen once. */
  private static final class Loaded {

    static final int STATUS = load();

    private static int load() {
      String directory = System.getenv("LIGHTGBM_NATIVE_LIB_PATH");
      try {
        if (directory == null) {
          unpackAndLoad();
        } else {
          names().forEach(name -> System.load(Path.of(directory, name).toString()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the LightGBM library cannot be unpacked", e);
      }
      return lightgbmlib.LGBM_SetMaxThreads(1);
    }

    private static void unpackAndLoad() throws IOException {
      Path directory = Files.createTempDirectory("lightgbm");
      directory.toFile().deleteOnExit();
      for (String name : names()) {
        Path file = directory.resolve(name);
        file.toFile().deleteOnExit();
        unpack(name, file);
        System.load(file.toString());
      }
      if (!isOn("windows")) {
        for (String name : names()) {
          Files.delete(directory.resolve(name));
        }
        Files.delete(directory);
      }
    }

    private static void unpack(String name, Path file) throws IOException {
      String resource = "lightgbm4j/" + platform() + "/" + name;
      try (InputStream packed = lightgbmlib.class.getClassLoader().getResourceAsStream(resource)) {
        if (packed == null) {
          throw new UnsatisfiedLinkError("lightgbm4j has no " + resource);
        }
        Files.copy(packed, file);
      }
    }

    /** What depends on the other comes last. */
    private static List<String> names() {
      String ending = isOn("windows") ? ".dll" : isOn("mac") ? ".dylib" : ".so";
      return List.of("lib_lightgbm" + ending, "lib_lightgbm_swig" + ending);
    }

    private static String platform() {
      String system = isOn("windows") ? "windows" : isOn("mac") ? "osx" : "linux";
      String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
      boolean arm = processor.startsWith("aarch64") || processor.startsWith("arm64");
      return system + "/" + (arm ? "aarch64" : "x86_64");
    }

    private static boolean isOn(String system) {
      return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith(system);
    }
  }
}
