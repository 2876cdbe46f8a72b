package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.engine.linear.LinearWeights;
import io.atomstreams.model.registry.ManifestDraft;
import io.atomstreams.model.registry.ModelRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelsExportCommandTest {

  @TempDir Path directory;

  @Test
  void writesTheModelAndItsParityVectors() throws IOException {
    LinearWeights weights =
        new LinearWeights(List.of("a"), false, List.of(0.0), List.of(1.0), List.of(2.0), 1);
    Path artifacts = Files.createDirectories(directory.resolve("weights"));
    Files.writeString(artifacts.resolve("weights.json"), weights.toJson());
    Path models = directory.resolve("models");
    ModelRegistry.at(models)
        .register(
            new ManifestDraft(
                new ModelRef("risk", 1),
                "linear",
                ModelSignature.probability("features", "probability", List.of("a")),
                0.5),
            artifacts);
    StringWriter out = new StringWriter();
    CommandLine line =
        new CommandLine(new ModelsExportCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(out));
    Path edge = directory.resolve("edge");

    int code =
        line.execute(
            "risk@1", "--models", models.toString(), "--format", "onnx", "--to", edge.toString());

    assertThat(code).isZero();
    assertThat(edge.resolve("model.onnx")).isNotEmptyFile();
    assertThat(edge.resolve("parity.json")).content().contains("\"tolerance\" : 1.0E-6");
    assertThat(out.toString())
        .contains("model.onnx", "parity.json")
        .contains("7 rows must come out within 1e-06 of what parity.json says");
  }
}
