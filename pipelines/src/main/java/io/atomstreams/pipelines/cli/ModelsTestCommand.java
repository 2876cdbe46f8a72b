package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelManifest.Metric;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.training.Evaluation;
import io.atomstreams.pipelines.registration.OfflineModel;
import io.atomstreams.pipelines.training.RowFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atom models test}: how good a version is on rows with labels. */
@Command(
    name = "test",
    description = {
      "Scores a training set offline and judges the scores by its labels, beside the base rate",
      "and the figures in the manifest."
    },
    footer = {
      "",
      "Examples:",
      "  atom training-set --label purchase_30d --feature-log out --format avro --out rows",
      "  atom models test purchase_30d@1 --on rows/rows.avro"
    })
final class ModelsTestCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private RegistryOptions options;

  @Parameters(paramLabel = "REF", description = "NAME@VERSION, or NAME for its latest version.")
  private String ref;

  @Option(
      names = "--on",
      paramLabel = "FILE",
      required = true,
      description = "Rows as atom training-set --format avro writes them.")
  private Path on;

  @Override
  public Integer call() throws IOException {
    RowFile rows = RowFile.read(on);
    ModelRegistry registry = options.registry();
    ModelRef version = RegistryOptions.version(registry, ref);
    try (OfflineModel model = new OfflineModel(registry, version, rows.features())) {
      long begun = System.nanoTime();
      float[] scores = model.score(rows);
      double perSecond = rows.count() * 1e9 / Math.max(1, System.nanoTime() - begun);
      Evaluation found = Evaluation.of(scores, rows.labels());
      Evaluation baseRate = Evaluation.ofBaseRate(model.manifest().baseRate(), rows.labels());
      if (options.isJson()) {
        json(model.manifest(), found, baseRate, perSecond);
      } else {
        text(model.manifest(), found, baseRate, perSecond);
      }
    }
    spec.commandLine().getOut().flush();
    return Atom.SUCCESS;
  }

  private void text(
      ModelManifest manifest, Evaluation found, Evaluation baseRate, double perSecond) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s on %,d rows, %,d positive, %,.0f rows/s%n",
        manifest.ref(),
        found.rows(),
        found.positives(),
        perSecond);
    line(out, "here", found);
    line(out, "base rate here", baseRate);
    for (Metric metric : manifest.metrics()) {
      out.printf(
          Locale.ROOT,
          "    %-20s %s %.4f, %s %.4f, on %s%n",
          "in its manifest",
          metric.name(),
          metric.value(),
          metric.baselineName(),
          metric.baseline(),
          metric.on());
    }
  }

  private static void line(PrintWriter out, String what, Evaluation evaluation) {
    out.printf(
        Locale.ROOT,
        "    %-20s AUC %.4f   log loss %.4f%n",
        what,
        evaluation.auc(),
        evaluation.logLoss());
  }

  private void json(
      ModelManifest manifest, Evaluation found, Evaluation baseRate, double perSecond) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node =
        mapper
            .createObjectNode()
            .put("model", manifest.ref().toString())
            .put("rows", found.rows())
            .put("positives", found.positives())
            .put("auc", found.auc())
            .put("logLoss", found.logLoss())
            .put("baseRateLogLoss", baseRate.logLoss())
            .put("rowsPerSecond", perSecond);
    node.set("manifestMetrics", mapper.valueToTree(manifest.metrics()));
    spec.commandLine().getOut().println(node);
  }
}
