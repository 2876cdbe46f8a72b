package io.atomstreams.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.ModelEngine;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.training.TinyNetworks;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every engine but the plain ones without its library, as where another engine alone is shipped.
 */
class AbsentLibraryTest {

  /** Jackson and the JDK are always there. */
  private static final List<String> PRESENT =
      List.of("java.", "jdk.", "sun.", "com.fasterxml.jackson.");

  @TempDir Path artifacts;

  /** Loads this module's classes again and no library at all. */
  private static final class WithoutLibraries extends URLClassLoader {
    WithoutLibraries(URL[] classPath) {
      super(classPath, null);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("io.atomstreams.")) {
        return super.loadClass(name, resolve);
      }
      if (PRESENT.stream().anyMatch(name::startsWith)) {
        return AbsentLibraryTest.class.getClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }

  private static WithoutLibraries withoutLibraries() {
    return new WithoutLibraries(
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> Files.isDirectory(Path.of(entry)))
            .map(AbsentLibraryTest::url)
            .toArray(URL[]::new));
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (IOException e) {
      throw new IllegalArgumentException(entry, e);
    }
  }

  private static Object call(Object of, String method) throws Exception {
    return of.getClass().getMethod(method).invoke(of);
  }

  private static List<?> engines(ClassLoader loader) throws Exception {
    return (List<?>) loader.loadClass(Engines.class.getName()).getMethod("all").invoke(null);
  }

  /** What comes of opening the usual model with an engine of this loader; empty if it opens. */
  private Optional<Throwable> open(ClassLoader loader, Object engine) throws Exception {
    Class<?> signatures = loader.loadClass(ModelSignature.class.getName());
    Object signature =
        signatures
            .getMethod("probability", String.class, String.class, List.class)
            .invoke(null, "features", "probability", TinyNetworks.features(EngineKind.COLUMNS));
    Class<?> refs = loader.loadClass(ModelRef.class.getName());
    Object ref = refs.getConstructor(String.class, int.class).newInstance("churn", 1);
    try {
      Object model =
          engine
              .getClass()
              .getMethod("open", refs, signatures, Path.class)
              .invoke(engine, ref, signature, artifacts);
      ((AutoCloseable) model).close();
      return Optional.empty();
    } catch (InvocationTargetException e) {
      return Optional.of(e.getCause());
    }
  }

  @Test
  void listsEveryEngineWithoutAnyLibrary() throws Exception {
    try (WithoutLibraries loader = withoutLibraries()) {
      List<Object> names = new ArrayList<>();
      for (Object engine : engines(loader)) {
        names.add(call(engine, "name"));
      }

      assertThat(names)
          .containsExactlyElementsOf(Engines.all().stream().map(ModelEngine::name).toList());
    }
  }

  @Test
  void namesTheArtifactsOfAnEngineWhoseLibraryIsNotThere() throws Exception {
    try (WithoutLibraries loader = withoutLibraries()) {
      for (Object engine : engines(loader)) {
        EngineFixture fixture = EngineFixtures.of((String) call(engine, "name"));
        fixture.write(EngineKind.COLUMNS, 1, artifacts);

        Optional<Throwable> refusal = open(loader, engine);

        assertThat(refusal.isPresent())
            .as(fixture.engine())
            .isEqualTo(!fixture.artifacts().isEmpty());
        refusal.ifPresent(e -> requireNamed(e, fixture));
      }
    }
  }

  private static void requireNamed(Throwable refusal, EngineFixture fixture) {
    assertThat(refusal.getClass().getName()).isEqualTo(ModelException.class.getName());
    assertThat(refusal)
        .hasMessageStartingWith(
            "model churn@1: engine " + fixture.engine() + " needs its library, which is not there");
    for (String artifact : fixture.artifacts()) {
      assertThat(refusal).hasMessageContaining(artifact);
    }
    if (fixture.engine().equals("pytorch")) {
      assertThat(refusal).hasMessageContaining("build the distribution with -Ppytorch");
    }
  }

  /** {@code group:artifact:version} and perhaps {@code :classifier}, as the parent pom has them. */
  @Test
  void namesTheVersionsThatTheBuildUses() throws IOException {
    String pom = Files.readString(Path.of("..", "pom.xml"));
    for (ModelEngine engine : Engines.all()) {
      for (String artifact : EngineFixtures.of(engine.name()).artifacts()) {
        assertThat(managed(pom, artifact.split(":", -1))).as(artifact).isEqualTo(artifact);
      }
    }
  }

  private static String managed(String pom, String[] coordinates) {
    Matcher dependency =
        Pattern.compile(
                "<groupId>%s</groupId>\\s*<artifactId>%s</artifactId>\\s*<version>([^<]*)</version>(\\s*<classifier>([^<]*)</classifier>)?"
                    .formatted(Pattern.quote(coordinates[0]), Pattern.quote(coordinates[1])))
            .matcher(pom);
    assertThat(dependency.find())
        .as("%s:%s in the parent pom", coordinates[0], coordinates[1])
        .isTrue();
    String classifier = dependency.group(3);
    return coordinates[0]
        + ":"
        + coordinates[1]
        + ":"
        + value(pom, dependency.group(1))
        + (classifier == null ? "" : ":" + value(pom, classifier));
  }

  private static String value(String pom, String text) {
    Matcher property = Pattern.compile("\\$\\{(.*)}").matcher(text);
    if (!property.matches()) {
      return text;
    }
    String name = property.group(1);
    int from = pom.indexOf("<" + name + ">") + name.length() + 2;
    return pom.substring(from, pom.indexOf("<", from));
  }
}
