package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.training.Evaluation;
import io.atomstreams.pipelines.registration.OfflineModel;
import io.atomstreams.pipelines.registration.ScoreComparison;
import io.atomstreams.pipelines.training.RowFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atom models compare}: two versions, or two models, on the same rows. */
@Command(
    name = "compare",
    description = {
      "Scores the same rows with two models: quality of both by the labels, and how their scores",
      "differ: correlation, shift of the distribution (PSI), agreement about their base rates."
    },
    footer = {
      "",
      "Examples:",
      "  atom models compare purchase_30d@1 purchase_30d@2 --on rows/rows.avro"
    })
final class ModelsCompareCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private RegistryOptions options;

  @Parameters(index = "0", paramLabel = "A", description = "NAME@VERSION, or NAME.")
  private String first;

  @Parameters(index = "1", paramLabel = "B", description = "NAME@VERSION, or NAME.")
  private String second;

  @Option(
      names = "--on",
      paramLabel = "FILE",
      required = true,
      description = "Rows as atom training-set --format avro writes them.")
  private Path on;

  private record Judged(ModelManifest manifest, float[] scores, Evaluation evaluation) {}

  @Override
  public Integer call() throws IOException {
    RowFile rows = RowFile.read(on);
    ModelRegistry registry = options.registry();
    Judged a = judge(registry, first, rows);
    Judged b = judge(registry, second, rows);
    ScoreComparison comparison =
        ScoreComparison.of(
            a.scores(), a.manifest().baseRate(), b.scores(), b.manifest().baseRate());
    if (options.isJson()) {
      json(a, b, comparison);
    } else {
      text(a, b, comparison);
    }
    spec.commandLine().getOut().flush();
    return Atom.SUCCESS;
  }

  private static Judged judge(ModelRegistry registry, String ref, RowFile rows) {
    try (OfflineModel model =
        new OfflineModel(registry, RegistryOptions.version(registry, ref), rows.features())) {
      float[] scores = model.score(rows);
      return new Judged(model.manifest(), scores, Evaluation.of(scores, rows.labels()));
    }
  }

  private void text(Judged a, Judged b, ScoreComparison comparison) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT, "%,d rows, %,d positive%n", a.evaluation().rows(), a.evaluation().positives());
    for (Judged judged : List.of(a, b)) {
      out.printf(
          Locale.ROOT,
          "    %-24s AUC %.4f   log loss %.4f%n",
          judged.manifest().ref(),
          judged.evaluation().auc(),
          judged.evaluation().logLoss());
    }
    out.printf(
        Locale.ROOT,
        "    %-24s AUC %+.4f  log loss %+.4f%n",
        "second minus first",
        b.evaluation().auc() - a.evaluation().auc(),
        b.evaluation().logLoss() - a.evaluation().logLoss());
    out.printf(
        Locale.ROOT,
        "    scores: correlation %.4f, PSI %.4f, agreement %.4f, mean difference %+.4f, greatest %.4f%n",
        comparison.correlation(),
        comparison.populationStability(),
        comparison.agreement(),
        comparison.meanDifference(),
        comparison.greatestDifference());
  }

  private void json(Judged a, Judged b, ScoreComparison comparison) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = mapper.createObjectNode();
    node.put("rows", a.evaluation().rows()).put("positives", a.evaluation().positives());
    for (Judged judged : List.of(a, b)) {
      node.withArray("models")
          .addObject()
          .put("model", judged.manifest().ref().toString())
          .put("auc", judged.evaluation().auc())
          .put("logLoss", judged.evaluation().logLoss());
    }
    node.setAll((ObjectNode) mapper.valueToTree(comparison));
    spec.commandLine().getOut().println(node);
  }
}
