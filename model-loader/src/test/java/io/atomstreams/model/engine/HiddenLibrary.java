package io.atomstreams.model.engine;

import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The class path of a user who has not added an optional library. */
public final class HiddenLibrary {

  private HiddenLibrary() {}

  /**
   * What an engine says when its library is missing.
   *
   * @param jar a part of the name of the jar that is left out
   */
  public static String messageWithout(
      String jar, Class<? extends ModelEngine> engine, ModelSignature signature, Path artifacts) {
    URL[] rest =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains(jar))
            .map(HiddenLibrary::url)
            .toArray(URL[]::new);
    try (URLClassLoader loader = new Isolated(rest)) {
      Object isolated = loader.loadClass(engine.getName()).getDeclaredConstructor().newInstance();
      ModelEngine adapted = (ModelEngine) isolated;
      adapted.open(new ModelRef("lonely", 1), signature, artifacts);
      throw new AssertionError("opened without " + jar);
    } catch (ModelException e) {
      return e.getMessage();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the engine itself is missing", e);
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the words from the test, so that both sides mean the same, and all else for itself. */
  private static final class Isolated extends URLClassLoader {

    private static final List<String> OWN = List.of("io.atomstreams.model.engine.");

    Isolated(URL[] rest) {
      super(rest, HiddenLibrary.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      boolean library =
          name.startsWith("ml.dmlc.")
              || name.startsWith("com.microsoft.")
              || name.startsWith("io.github.metarank.");
      if (!library && OWN.stream().noneMatch(name::startsWith)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
