package io.atomstreams.pipelines.registration;

import io.atomstreams.model.archive.ArtifactArchive;
import io.atomstreams.model.registry.ArtifactLimits;
import io.atomstreams.pipelines.embedded.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a model made elsewhere, in a directory of their own until closed: a card among them
 * is not the model's.
 */
public final class ModelSource implements AutoCloseable {

  private static final List<Known> ENGINES =
      List.of(
          new Known("saved_model.pb", "tensorflow"),
          new Known("model.onnx", "onnx"),
          new Known("weights.json", "linear"),
          new Known("network.json", "mlp"),
          new Known("trees.json", "trees"),
          new Known("model.ubj", "xgboost"),
          new Known("model.json", "xgboost"),
          new Known("model.txt", "lightgbm"),
          new Known("ensemble.json", "ensemble"));

  private final Path temporary;
  private final Path files;
  private final Optional<Path> card;

  /** A file by which an engine's models are known. */
  private record Known(String file, String engine) {}

  private ModelSource(Path temporary, Path files, Optional<Path> card) {
    this.temporary = temporary;
    this.files = files;
    this.card = card;
  }

  /**
   * Copies or unpacks.
   *
   * @param source a directory, a {@code .zip} or a {@code .tar.gz}
   */
  public static ModelSource of(Path source, ArtifactLimits limits) throws IOException {
    Path temporary = Files.createTempDirectory("atom-register-");
    try {
      Path unpacked = Files.createDirectory(temporary.resolve("files"));
      Path files = unpacked;
      if (ArtifactArchive.isArchive(source)) {
        files = new ArtifactArchive(source, limits).unpack(unpacked);
      } else if (Files.isDirectory(source)) {
        copy(source, unpacked, limits);
      } else {
        throw new IllegalArgumentException(
            source + " is neither a directory nor a .zip, .tar.gz or .tgz");
      }
      Optional<Path> card = Optional.empty();
      if (Files.exists(files.resolve(ModelCard.FILE))) {
        card = Optional.of(temporary.resolve(ModelCard.FILE));
        Files.move(files.resolve(ModelCard.FILE), card.get());
      }
      return new ModelSource(temporary, files, card);
    } catch (IOException | RuntimeException e) {
      TemporaryDirectory.delete(temporary);
      throw e;
    }
  }

  private static void copy(Path from, Path to, ArtifactLimits limits) throws IOException {
    List<Path> paths;
    try (Stream<Path> found = Files.walk(from)) {
      paths = found.limit(2L * limits.files() + 2).toList();
    }
    limits.requireFiles(from.toString(), (int) paths.stream().filter(Files::isRegularFile).count());
    long total = 0;
    for (Path path : paths) {
      Path target = to.resolve(from.relativize(path).toString());
      if (Files.isRegularFile(path)) {
        limits.requireTotal(from.toString(), total += Files.size(path));
        Files.createDirectories(target.getParent());
        Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** The model's files alone. */
  public Path files() {
    return files;
  }

  /** A card that lay among the files. */
  public Optional<Path> card() {
    return card;
  }

  /** Whose model this is by its files; empty if no engine's file is there. */
  public Optional<String> engine() {
    return ENGINES.stream()
        .filter(known -> Files.exists(files.resolve(known.file())))
        .map(Known::engine)
        .findFirst();
  }

  @Override
  public void close() {
    TemporaryDirectory.delete(temporary);
  }
}
