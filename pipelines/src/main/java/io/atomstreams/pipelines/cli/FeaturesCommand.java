package io.atomstreams.pipelines.cli;

import io.atomstreams.model.NearestNames;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.OutputJsonLines;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.scoring.AddedFeatures;
import io.atomstreams.pipelines.scoring.FeatureDryRun;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.tracking.TopicReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the features are, and what they are worth. */
@Command(
    name = "features",
    subcommands = FeaturesAddCommand.class,
    description = {
      "Lists or describes the declared features, shows logged vectors, tries a changed list,",
      "adds features to the running job."
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  atom features list",
      "  atom features describe order_gap_mean_days",
      "  atom features tail --bootstrap-server localhost:9092 --last 3 --entity 'acme|c17' --follow",
      "  atom features dry-run my-scoring.yaml --bootstrap-server localhost:9092",
      "  atom features add spend-per-session.yaml --bootstrap-server localhost:9092"
    })
final class FeaturesCommand implements Runnable {

  /** Events a dry run looks at unless asked for otherwise. */
  private static final int EVENTS = 100_000;

  private static final Duration POLL = Duration.ofMillis(200);

  @Spec private CommandSpec spec;

  /** Without a verb. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "atom features: one of list, describe, tail, dry-run, add is missing");
  }

  /** Which list. */
  static final class Declared {

    @Option(
        names = "--conf",
        paramLabel = "DIR",
        description = "Directory with pipelines/scoring.yaml.")
    private Path conf = Home.path("flink-conf");

    @Option(names = "--json", description = "Print JSON for machines.")
    private boolean json;

    boolean isJson() {
      return json;
    }

    ScoringConfig config() {
      return ScoringConfig.read(conf.resolve("pipelines").resolve("scoring.yaml"));
    }
  }

  @Command(
      name = "list",
      description = "Shows the features in the order of the vector, and the list's hash.")
  int list(@Mixin Declared declared) {
    FeatureList list = declared.config().features();
    FeatureReport report = new FeatureReport(out(), list);
    report.list(declared.json);
    out().flush();
    return Atom.SUCCESS;
  }

  @Command(
      name = "describe",
      description = "Says what a feature computes, over which events and how exactly.")
  int describe(
      @Mixin Declared declared,
      @Parameters(paramLabel = "NAME", description = "A feature's name.") String name) {
    FeatureList list = declared.config().features();
    int position = list.names().indexOf(name);
    if (position < 0) {
      throw new ParameterException(
          spec.commandLine().getSubcommands().get("describe"),
          "%s has no feature %s; %s"
              .formatted(list.id(), name, NearestNames.hint(name, list.names())));
    }
    FeatureReport report = new FeatureReport(out(), list);
    report.describe(position, declared.json);
    out().flush();
    return Atom.SUCCESS;
  }

  @Command(
      name = "tail",
      description = {
        "Shows the last committed vectors of the topic features, each value with its name.",
        "A vector of another list than the declared one is shown without names."
      })
  int tail(
      @Mixin Declared declared,
      @Mixin ClusterOptions cluster,
      @Option(names = "--last", paramLabel = "N", description = "How many (default 10).")
          Integer last,
      @Option(
              names = "--entity",
              paramLabel = "KEY",
              description = "Only of this entity, as tenant|id.")
          String entity,
      @Option(names = "--follow", description = "Go on with what comes, until Ctrl-C.")
          boolean follow)
      throws IOException {
    int count = last == null ? FeatureReport.SHOWN : last;
    checkLast("tail", count);
    ScoringConfig config = declared.config();
    String prefix = config.kafka().topicPrefix();
    AddedFeatures added = new AddedFeatures(cluster.clientSettings(), prefix, config.features());
    FeatureReport report = new FeatureReport(out(), config.with(added).features());
    OutputJsonLines json = new OutputJsonLines(prefix);
    Consumer<ConsumerRecord<byte[], byte[]>> show =
        record -> {
          if (declared.json) {
            out().println(json.line(record));
          } else {
            report.vector(FeatureAvro.read(record.value(), 0));
          }
          out().flush();
        };
    try (TopicReader reader =
        new TopicReader(
            cluster.clientSettings(),
            List.of(Topic.FEATURES.in(prefix)),
            IsolationLevel.READ_COMMITTED)) {
      reader.last(count, record -> isOf(entity, record)).forEach(show);
      while (follow) {
        reader.poll(
            POLL,
            record -> {
              if (isOf(entity, record)) {
                show.accept(record);
              }
            });
      }
    } catch (InterruptException stopped) {
      Thread.currentThread().interrupt();
    }
    return Atom.SUCCESS;
  }

  @Command(
      name = "dry-run",
      description = {
        "Tries another scoring.yaml on the last events: which features are new, gone or changed,",
        "and what values they take. Writes nothing. Rules about fields, privacy and mappings are",
        "those of --conf, whatever the other file says.",
        "Both lists begin empty with these events, so long windows are not full in either."
      })
  int dryRun(
      @Mixin Declared declared,
      @Mixin ClusterOptions cluster,
      @Parameters(paramLabel = "SPEC", description = "A scoring.yaml with the proposed features.")
          Path file,
      @Option(
              names = "--last",
              paramLabel = "N",
              description = "How many records of the event topics together (default 100000).")
          Integer last)
      throws IOException {
    int count = last == null ? EVENTS : last;
    checkLast("dry-run", count);
    ScoringConfig inUse = declared.config();
    ScoringConfig proposed = ScoringConfig.read(file);
    FeatureDryRun.Report found =
        FeatureDryRun.over(inUse, proposed, cluster.clientSettings(), count);
    FeatureReport report = new FeatureReport(out(), proposed.features());
    report.dryRun(found, declared.json);
    out().flush();
    return Atom.SUCCESS;
  }

  private void checkLast(String verb, int count) {
    if (count < 1) {
      throw new ParameterException(
          spec.commandLine().getSubcommands().get(verb), "--last " + count + ": at least 1");
    }
  }

  /** Whether a vector is to be shown: one that was scored, of the entity if one is named. */
  private static boolean isOf(String entity, ConsumerRecord<byte[], byte[]> record) {
    FeatureRecord features = FeatureAvro.read(record.value(), 0);
    return features.scored() && (entity == null || entity.equals(features.entity()));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
