package io.atomstreams.pipelines.cli;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.feature.FeatureLists;
import io.atomstreams.operators.flink.ModelStores;
import io.atomstreams.operators.scoring.ServingOptions;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.explain.ModelWitness;
import io.atomstreams.pipelines.explain.PredictionCase;
import io.atomstreams.pipelines.explain.PredictionSearch;
import io.atomstreams.pipelines.explain.Testimony;
import io.atomstreams.pipelines.scoring.AddedFeatures;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atom explain}: why a prediction says what it says. */
@Command(
    name = "explain",
    description = {
      "Shows what a prediction was made of: the model and whether it still is the same, the logged",
      "vector scored again, what each feature added, and the events behind it.",
      "Looks through the topics predictions, shadow-predictions, explanations and features as they",
      "are committed now: some hundred thousand records a second."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  atom explain 9f2b… --bootstrap-server localhost:9092",
      "  atom explain 9f2b… --bootstrap-server localhost:9092 --events 50 --raw --surrogate",
      "  atom explain 9f2b… --bootstrap-server localhost:9092 --json"
    })
final class ExplainCommand implements Callable<Integer> {

  private static final int EVENTS = 20;
  private static final int SAY_EVERY = 50_000;

  @Spec private CommandSpec spec;
  @Mixin private FeaturesCommand.Declared declared;
  @Mixin private ClusterOptions cluster;

  @Parameters(paramLabel = "PREDICTION_ID", description = "The field id of a prediction.")
  private String id;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "How many of the events behind it to show (default 20).")
  private int events = EVENTS;

  @Option(
      names = "--raw",
      description = {
        "Show the events as they came in, where their topics still hold them:",
        "with personal values, whatever is hidden elsewhere."
      })
  private boolean raw;

  @Option(
      names = "--path",
      description = "For models of trees: the way through the three that added most.")
  private boolean path;

  @Option(
      names = "--surrogate",
      description = "Add a linear model of what the model says nearby, with its fidelity.")
  private boolean surrogate;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "The registry: a directory or a URI; else as scoring.yaml says.")
  private String models;

  @Override
  public Integer call() throws IOException {
    if (events < 1) {
      throw new ParameterException(spec.commandLine(), "--events " + events + ": at least 1");
    }
    ScoringConfig config = declared.config();
    Map<String, String> client = cluster.clientSettings();
    Set<String> onCluster = onCluster(client, config);
    PredictionSearch search =
        new PredictionSearch(client, config.kafka().topicPrefix(), onCluster, progress());
    PredictionCase found;
    try {
      found = search.find(id, events);
    } finally {
      endProgress();
    }
    ServingOptions serving = config.scorer(found.prediction().scorer()).serving();
    String location = models == null ? Home.location(serving.models()) : models;
    Testimony testimony =
        new ModelWitness(
                ModelStores.open(serving.withModels(location)),
                features(config, client, onCluster),
                serving.explanations().budget())
            .hear(found, new ModelWitness.Wishes(surrogate, path));
    report(found, testimony, raw ? search.raw(positions(found)) : Map.of());
    return Atom.SUCCESS;
  }

  private Set<String> onCluster(Map<String, String> client, ScoringConfig config) {
    try (TopicAdmin admin = new TopicAdmin(client)) {
      Set<String> names = admin.names();
      for (Topic needed : List.of(Topic.PREDICTIONS, Topic.FEATURES)) {
        String name = needed.in(config.kafka().topicPrefix());
        if (!names.contains(name)) {
          throw new ParameterException(
              spec.commandLine(),
              "topic %s does not exist; is kafka.topicPrefix of --conf right?".formatted(name));
        }
      }
      return names;
    }
  }

  private static FeatureLists features(
      ScoringConfig config, Map<String, String> client, Set<String> onCluster) {
    String prefix = config.kafka().topicPrefix();
    List<FeatureAddition> additions =
        onCluster.contains(Topic.SPECS.in(prefix))
            ? new AddedFeatures(client, prefix, config.features()).read()
            : List.of();
    return new FeatureLists(config.features(), additions);
  }

  private static List<SourcePosition> positions(PredictionCase found) {
    return found.events().stream().map(FeatureRecord::source).toList();
  }

  private void report(
      PredictionCase found, Testimony testimony, Map<SourcePosition, byte[]> inputs) {
    PrintWriter out = spec.commandLine().getOut();
    if (declared.isJson()) {
      out.println(new ExplainJson(found, testimony, inputs).object());
    } else {
      new ExplainReport(out).print(found, testimony, inputs, raw);
    }
    out.flush();
  }

  /** On a terminal only. */
  private LongConsumer progress() {
    if (!Ansi.AUTO.enabled()) {
      return looked -> {};
    }
    PrintWriter err = spec.commandLine().getErr();
    return looked -> {
      if (looked % SAY_EVERY == 0) {
        err.printf(Locale.ROOT, "\rlooked at %,d records …", looked);
        err.flush();
      }
    };
  }

  private void endProgress() {
    if (Ansi.AUTO.enabled()) {
      spec.commandLine().getErr().print("\r\033[K");
      spec.commandLine().getErr().flush();
    }
  }
}
