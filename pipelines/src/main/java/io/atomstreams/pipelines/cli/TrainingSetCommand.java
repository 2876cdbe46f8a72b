package io.atomstreams.pipelines.cli;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.label.LabelSpec;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.training.FeatureColumns;
import io.atomstreams.pipelines.training.LabelFile;
import io.atomstreams.pipelines.training.RowFormat;
import io.atomstreams.pipelines.training.RowSelection;
import io.atomstreams.pipelines.training.RowSelection.Counts;
import io.atomstreams.pipelines.training.RowSelection.Selected;
import io.atomstreams.pipelines.training.TrainingSetDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code atom training-set}: vectors as they were scored, with what came of them. */
@Command(
    name = "training-set",
    description = "Joins labels to the vectors of a feature log and writes rows and a manifest.",
    footer = {
      "",
      "Examples:",
      "  atom training-set --label purchase_30d --feature-log out --out rows",
      "        of what atom demo --output out has written",
      "  atom training-set --label churn_30d --bootstrap-server localhost:9092 --format avro \\",
      "      --from 2026-01-01T00:00:00Z --to 2026-04-01T00:00:00Z --out rows"
    })
final class TrainingSetCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--label",
      paramLabel = "ID",
      required = true,
      description = "A label declared in labels/ID.yaml.")
  private String label;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private FeatureLogOptions log;

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      description = "First event time of an opening (default: the log's first).")
  private Instant from;

  @Option(
      names = "--to",
      paramLabel = "INSTANT",
      description = "Event time before which openings end (default: the log's end).")
  private Instant to;

  @Option(
      names = "--list-hash",
      paramLabel = "HASH",
      description = "Of which feature list (default: the one in scoring.yaml).")
  private String listHash;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv, jsonl or avro (default csv).")
  private RowFormat format = RowFormat.CSV;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Where rows and manifest.json go; must not have a manifest.json.")
  private Path out;

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description = "Directory with pipelines/scoring.yaml and labels/.")
  private Path conf = Home.path("flink-conf");

  @Override
  public Integer call() throws IOException {
    ScoringConfig config =
        log.withAdditions(ScoringConfig.read(conf.resolve("pipelines").resolve("scoring.yaml")));
    LabelSpec question = LabelFile.read(conf, label);
    FeatureColumns columns =
        FeatureColumns.of(
            listHash == null ? config.features().hash() : listHash, config.features());
    RowSelection selection =
        new RowSelection(
            question, columns.listHash(), Optional.ofNullable(from), Optional.ofNullable(to));
    TrainingSetDirectory directory = new TrainingSetDirectory(out);
    List<FeatureRecord> records = log.read(config.kafka().topicPrefix());
    Selected selected = selection.of(records);
    Path file = directory.write(selection, selected, columns, format);
    report(selected.counts(), file, spec.commandLine().getOut());
    return Atom.SUCCESS;
  }

  private static void report(Counts counts, Path file, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "  openings %,d = rows %,d + immature %,d + answer seen %,d + of other feature lists %,d%n",
        counts.openings(),
        counts.rows(),
        counts.immature(),
        counts.answerSeen(),
        counts.openings() - counts.rows() - counts.immature() - counts.answerSeen());
    counts
        .otherLists()
        .forEach(
            (hash, vectors) ->
                out.printf(
                    Locale.ROOT, "    of list %s: %,d (--list-hash takes them)%n", hash, vectors));
    out.printf(
        Locale.ROOT, "  %,d of %,d rows positive, in %s%n", counts.positive(), counts.rows(), file);
    out.flush();
  }
}
