package io.atomstreams.model.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.engine.Engines;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.registry.StoredModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a stored version for use elsewhere: the model as {@code model.json} or {@code model.onnx},
 * and {@code parity.json} with rows and the results that the engine which serves it gives for them.
 */
public final class ModelExport {

  private final ModelRegistry registry;

  public ModelExport(ModelRegistry registry) {
    this.registry = registry;
  }

  /**
   * What was written.
   *
   * @param files the model, then its parity vectors
   * @param rows of the parity vectors
   * @param tolerance they state
   */
  public record Exported(List<Path> files, int rows, double tolerance) {
    public Exported {
      files = List.copyOf(files);
    }
  }

  /**
   * Writes into {@code to}, which is made if it is absent; files of the same names there are
   * replaced.
   *
   * @throws ModelException if there is no such version, or it has no such form
   */
  public Exported export(ModelRef ref, ExportFormat format, Path to) {
    try (StoredModel stored = registry.open(ref)) {
      ModelManifest manifest = stored.manifest();
      PortableForm form = PortableForms.of(ref, manifest.engine());
      byte[] bytes =
          switch (format) {
            case JSON -> form.json(ref, stored.artifacts());
            case ONNX -> form.onnx(ref, manifest.signature(), stored.artifacts());
          };
      Parity parity = parity(stored, format, form.tolerance(format));
      Files.createDirectories(to);
      Path model = Files.write(to.resolve(format.fileName()), bytes);
      Path vectors = Files.writeString(to.resolve(Parity.FILE), text(parity));
      return new Exported(List.of(model, vectors), parity.rows().size(), parity.tolerance());
    } catch (IOException e) {
      throw new ModelException("model %s: cannot write to %s: %s".formatted(ref, to, e), e);
    }
  }

  private static Parity parity(StoredModel stored, ExportFormat format, double tolerance) {
    ModelManifest manifest = stored.manifest();
    try (Model model =
        Engines.byName(manifest.engine())
            .open(manifest.ref(), manifest.signature(), stored.artifacts())) {
      return Parity.of(manifest, model, format, tolerance);
    }
  }

  private static String text(Parity parity) {
    try {
      return ModelFile.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(parity) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("parity vectors are plain data", e);
    }
  }
}
