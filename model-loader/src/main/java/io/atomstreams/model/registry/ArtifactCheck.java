package io.atomstreams.model.registry;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of a version and their checksums: made when saving, verified when opening. */
final class ArtifactCheck {

  private ArtifactCheck() {}

  static void verify(ModelManifest manifest, Path directory) {
    ModelRef ref = manifest.ref();
    if (manifest.artifacts().isEmpty()) {
      throw new ModelException("model " + ref + ": the manifest lists no artifact; save it again");
    }
    for (Artifact artifact : manifest.artifacts()) {
      Path file = directory.resolve(artifact.path()).normalize();
      if (!file.startsWith(directory.normalize())) {
        throw new ModelException(
            "model " + ref + ": artifact " + artifact.path() + " lies outside of " + directory);
      }
      verify(ref, artifact, file);
    }
  }

  private static void verify(ModelRef ref, Artifact artifact, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          "model "
              + ref
              + ": artifact "
              + artifact.path()
              + " is missing from "
              + file.getParent()
              + "; copy the version again");
    }
    try {
      long bytes = Files.size(file);
      if (bytes != artifact.bytes()) {
        throw new ModelException(
            "model "
                + ref
                + ": artifact "
                + artifact.path()
                + " has "
                + bytes
                + " bytes, the manifest says "
                + artifact.bytes()
                + "; copy the version again");
      }
      String sha256 = Checksums.sha256(file);
      if (!sha256.equals(artifact.sha256())) {
        throw new ModelException(
            "model "
                + ref
                + ": artifact "
                + artifact.path()
                + " has SHA-256 "
                + sha256
                + ", the manifest says "
                + artifact.sha256()
                + "; copy the version again");
      }
    } catch (IOException e) {
      throw new ModelException("model " + ref + ": cannot read " + file + ": " + e, e);
    }
  }

  /** Copies all files below {@code from}, in sorted order, and lists them below {@code prefix}. */
  static List<Artifact> copy(Path from, Path to, String prefix) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(from)) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
    List<Artifact> artifacts = new ArrayList<>();
    for (Path file : files) {
      String relative = from.relativize(file).toString().replace('\\', '/');
      Path target = to.resolve(relative);
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
      artifacts.add(
          new Artifact(prefix + "/" + relative, Files.size(target), Checksums.sha256(target)));
    }
    return artifacts;
  }

  static ModelManifest withArtifacts(ModelManifest draft, List<Artifact> artifacts) {
    return new ModelManifest(
        draft.name(),
        draft.version(),
        draft.engine(),
        draft.features(),
        draft.featuresHash(),
        draft.inputTensor(),
        draft.outputTensor(),
        artifacts,
        draft.baseRate(),
        draft.trainedOn(),
        draft.training(),
        draft.metrics(),
        draft.golden());
  }
}
