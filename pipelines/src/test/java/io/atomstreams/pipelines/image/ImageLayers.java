package io.atomstreams.pipelines.image;

import io.atomstreams.pipelines.settings.FlinkOptions;
import io.atomstreams.pipelines.settings.Profiles;
import io.atomstreams.pipelines.settings.SettingsDirectory;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lays out what stands above the base, in three layers that change the less often the lower they
 * are: native libraries, other people's jars, the product.
 */
final class ImageLayers {

  private static final List<String> PROFILES = List.of("standalone", "container", "rocksdb");
  private static final String OURS = "model-loader-";

  /** Which jars hold native libraries that would be unpacked at each start, and where in them. */
  private static final Map<String, Pattern> NATIVE =
      Map.of(
          "tensorflow-core-native-.*linux-x86_64\\.jar",
          Pattern.compile(".*/linux-x86_64/lib.*\\.so.*"),
          "onnxruntime-.*\\.jar",
          Pattern.compile("ai/onnxruntime/native/linux-x64/lib.*\\.so"),
          "lightgbm4j-.*\\.jar",
          Pattern.compile("lightgbm4j/linux/x86_64/lib.*\\.so"));

  private final Path repository;
  private final Path target;
  private final Path layers;
  private final String flinkVersion;
  private final String productJar;

  private ImageLayers(Path module, String flinkVersion, String productJar) {
    this.productJar = productJar;
    this.flinkVersion = flinkVersion;
    this.repository = module.resolve("..").normalize();
    this.target = module.resolve("target");
    this.layers = target.resolve("image").resolve("layers");
  }

  /**
   * Makes them below {@code target/image/layers}.
   *
   * @param arguments the directory of the module, the version of Flink, the name of the module's
   *     jar
   */
  public static void main(String[] arguments) throws IOException {
    new ImageLayers(Path.of(arguments[0]), arguments[1], arguments[2]).make();
  }

  private void make() throws IOException {
    Path flink = layers.resolve("libraries/opt/flink");
    Path product = layers.resolve("product");
    empty(layers);
    String classpath = Files.readString(target.resolve("flink-lib.classpath")).strip();
    for (String jar : classpath.split(Pattern.quote(File.pathSeparator), -1)) {
      lay(Path.of(jar), flink, product.resolve("opt/flink"));
    }
    copy(
        target.resolve("plugins/s3-fs-hadoop/flink-s3-fs-hadoop.jar"),
        flink.resolve("plugins/s3-fs-hadoop/flink-s3-fs-hadoop.jar"));
    copy(
        target.resolve("atom-streams-job.jar"),
        product.resolve("opt/flink/usrlib/atom-streams-job.jar"));
    command(product);
    scripts(product);
    settings(product);
    copy(repository.resolve("LICENSE"), product.resolve("opt/atom/LICENSE"));
    Bom.write(
        target.resolve("bom.json"),
        DebianLock.read(repository.resolve("pipelines/src/image/debian.lock")),
        flinkVersion,
        target.resolve("atom-streams-image.bom.json"));
    copy(target.resolve("atom-streams-image.bom.json"), product.resolve("opt/atom/bom.json"));
  }

  private void lay(Path jar, Path flink, Path ours) throws IOException {
    String name = jar.getFileName().toString();
    for (Map.Entry<String, Pattern> holder : NATIVE.entrySet()) {
      if (name.matches(holder.getKey())) {
        unpack(jar, holder.getValue(), layers.resolve("native/opt/flink/native"));
      }
    }
    // this one is nothing but a library, which lies unpacked beside it now
    if (!name.startsWith("tensorflow-core-native-") || !name.contains("linux")) {
      copy(jar, (name.startsWith(OURS) ? ours : flink).resolve("lib").resolve(name));
    }
  }

  private static void unpack(Path jar, Pattern entries, Path directory) throws IOException {
    Files.createDirectories(directory);
    int unpacked = 0;
    try (JarFile open = new JarFile(jar.toFile())) {
      for (JarEntry entry : open.stream().toList()) {
        if (entries.matcher(entry.getName()).matches()) {
          String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
          try (InputStream in = open.getInputStream(entry)) {
            Files.copy(in, directory.resolve(name));
          }
          unpacked++;
        }
      }
    }
    if (unpacked == 0) {
      throw new IOException(jar + " holds no native library like " + entries);
    }
  }

  /**
   * The job's libraries lie beside the job jar, which holds them packed: a JobManager for one job
   * does not look into it. The command needs its own classes too, more than the job jar has.
   */
  private void command(Path product) throws IOException {
    try (Stream<Path> jars = Files.list(target.resolve("job-lib"))) {
      for (Path jar : jars.toList()) {
        copy(jar, product.resolve("opt/flink/usrlib").resolve(jar.getFileName().toString()));
      }
    }
    copy(target.resolve(productJar), product.resolve("opt/atom/lib").resolve(productJar));
  }

  private void scripts(Path product) throws IOException {
    Path source = repository.resolve("pipelines/src/image");
    copy(source.resolve("docker-entrypoint.sh"), product.resolve("docker-entrypoint.sh"));
    try (Stream<Path> scripts = Files.list(source.resolve("bin"))) {
      for (Path script : scripts.toList()) {
        String name = script.getFileName().toString();
        String place = name.equals("atom") ? "opt/atom/bin" : "opt/flink/bin";
        copy(script, product.resolve(place).resolve(name));
      }
    }
  }

  /**
   * Flink's as a container wants them; the jobs' as they are in the repository, with all profiles.
   */
  private void settings(Path product) throws IOException {
    Path shipped = repository.resolve("flink-conf");
    Path conf = product.resolve("opt/flink/conf");
    Path jobs = product.resolve("opt/atom/conf");
    List<String> lines =
        Profiles.lines(
            new Profiles(shipped).merged(PROFILES, Map.of(), FlinkOptions.onClassPath()));
    SettingsDirectory.write(shipped, jobs, lines);
    try (Stream<Path> profiles = Files.list(shipped.resolve("profiles"))) {
      for (Path profile : profiles.toList()) {
        copy(profile, jobs.resolve("profiles").resolve(profile.getFileName().toString()));
      }
    }
    Files.createDirectories(conf);
    Files.write(conf.resolve("config.yaml"), lines);
    copy(shipped.resolve("log4j2-json.properties"), conf.resolve("log4j-console.properties"));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void empty(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
