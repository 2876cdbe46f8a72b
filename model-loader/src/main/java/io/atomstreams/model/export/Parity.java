package io.atomstreams.model.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.atomstreams.model.Model;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelManifest.GoldenVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The content of {@code parity.json}: what an exported model must compute to be the one in the
 * registry.
 *
 * @param model {@code name@version}
 * @param file the exported file
 * @param inputs names, types and shapes; a row is cut into them in this order
 * @param outputs names, types and shapes; a result is laid out in this order
 * @param scoreColumn where in a result the score is
 * @param tolerance a result may differ by this share of {@code max(1, |expected|)}
 * @param rows raw values, {@code null} for a missing one
 * @param expected the results of each row by the engine that serves the model
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Parity(
    String model,
    String file,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs,
    List<String> features,
    int scoreColumn,
    double tolerance,
    List<List<Float>> rows,
    List<List<Float>> expected) {

  static final String FILE = "parity.json";

  /** The golden rows, and where the inputs are floats a few that nobody has thought of. */
  static Parity of(ModelManifest manifest, Model model, ExportFormat format, double tolerance) {
    ModelSignature signature = manifest.signature();
    List<List<Float>> rows = new ArrayList<>();
    for (GoldenVector vector : manifest.golden().vectors()) {
      rows.add(vector.inputs());
    }
    if (signature.inputs().stream().allMatch(input -> input.type() == ElementType.FLOAT32)) {
      for (float value : new float[] {Float.NaN, 0, 1e-4f, 1, -1, 250, -1e5f}) {
        rows.add(Collections.nCopies(signature.featureCount(), value));
      }
    }
    return new Parity(
        manifest.ref().toString(),
        format.fileName(),
        signature.inputs(),
        signature.outputs(),
        signature.features(),
        signature.scoreColumn(),
        tolerance,
        rows.stream().map(Parity::withoutNaN).toList(),
        expected(model, signature, rows));
  }

  private static List<Float> withoutNaN(List<Float> row) {
    List<Float> plain = new ArrayList<>();
    for (float value : row) {
      plain.add(Float.isNaN(value) ? null : (Float) value);
    }
    return Collections.unmodifiableList(plain);
  }

  private static List<List<Float>> expected(
      Model model, ModelSignature signature, List<List<Float>> rows) {
    int width = signature.featureCount();
    float[] batch = new float[rows.size() * width];
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < width; column++) {
        batch[row * width + column] = rows.get(row).get(column);
      }
    }
    float[] results = new float[rows.size() * signature.outputWidth()];
    model.score(batch, rows.size(), results);
    List<List<Float>> expected = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      List<Float> result = new ArrayList<>();
      for (int i = 0; i < signature.outputWidth(); i++) {
        result.add(results[row * signature.outputWidth() + i]);
      }
      expected.add(result);
    }
    return expected;
  }
}
