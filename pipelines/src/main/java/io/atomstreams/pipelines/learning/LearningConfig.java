package io.atomstreams.pipelines.learning;

import io.atomstreams.model.NearestNames;
import io.atomstreams.operators.alerting.AlertDesk;
import io.atomstreams.operators.evaluation.BinaryEvaluator;
import io.atomstreams.operators.evaluation.GroupFairness;
import io.atomstreams.operators.evidence.BoundedLoss;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.label.LabelJoin;
import io.atomstreams.operators.label.LabelSpec;
import io.atomstreams.operators.online.EvaluationFold;
import io.atomstreams.operators.online.IntervalFold;
import io.atomstreams.operators.online.LearningFold;
import io.atomstreams.operators.online.Segments;
import io.atomstreams.operators.online.Watch;
import io.atomstreams.operators.promotion.PromotionPolicy;
import io.atomstreams.pipelines.config.JobArguments;
import io.atomstreams.pipelines.config.Section;
import io.atomstreams.pipelines.config.YamlDocument;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.training.LabelFile;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The learning job's settings, read once: {@code flink-conf/pipelines/learning.yaml}, with the
 * labels and the feature list that it names.
 *
 * @param labels what is asked, in the order of the file
 * @param join how long questions wait, and how many
 * @param models where versions are registered: a directory or a URI
 * @param intervals what becomes of scores that serve
 * @param detectors on what served; those on a learner's own loss are the learner's
 * @param promotions of challengers, scorer by scorer
 * @param alerting how many alerts are sent, and when
 * @param training what a detector's request for a training asks for
 */
public record LearningConfig(
    Kafka kafka,
    Time time,
    List<LabelSpec> labels,
    LabelJoin.Options join,
    FeatureList features,
    String models,
    List<LearnerConfig> learners,
    Evaluations evaluations,
    Optional<Intervals> intervals,
    List<Detection> detectors,
    List<PromotionConfig> promotions,
    AlertDesk.Options alerting,
    Optional<Training> training) {

  private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);
  private static final Duration LONGEST_WINDOW = Duration.ofDays(366);
  private static final Duration LONGEST_WAIT = Duration.ofDays(7);
  private static final int CALIBRATION_BINS = 10;
  private static final int EXACT_SCORES = 2_000;
  private static final int MOST_GROUPS = 100;

  /** Where records come from and findings go to. */
  public record Kafka(
      String topicPrefix,
      String groupId,
      String transactionalIdPrefix,
      Duration transactionTimeout,
      Map<String, String> consumer,
      Map<String, String> producer) {}

  /**
   * How event time advances.
   *
   * @param maxDrift greatest lead of one partition over another, event time; 0 for no bound
   */
  public record Time(Duration outOfOrder, Duration idleAfter, Duration maxDrift)
      implements Serializable {}

  /**
   * What is said of every model version, in windows of event time.
   *
   * @param fairness of the groups among the segments
   */
  public record Evaluations(
      Duration window,
      Segments segments,
      BinaryEvaluator.Options figures,
      GroupFairness.Options fairness) {

    EvaluationFold.Options of(String label) {
      return new EvaluationFold.Options(label, window.toMillis(), figures, fairness);
    }
  }

  /**
   * Thresholds that make prediction sets of scores.
   *
   * @param minimum answers after which a tenant has a threshold of its own
   * @param tenants how many may have one
   */
  public record Intervals(double coverage, int minimum, int tenants) {

    IntervalFold.Options of(String label, Evaluations evaluations) {
      return new IntervalFold.Options(
          label, evaluations.window().toMillis(), coverage, minimum, tenants);
    }
  }

  /**
   * One learner.
   *
   * @param scorer whose challengers its versions become; empty: they are registered and no more
   * @param model the name that its versions get
   */
  public record LearnerConfig(LearningFold.Options fold, String model, Optional<String> scorer) {}

  /** A detector on the loss of what served, for one label. */
  public record Detection(String label, Watch watch) {}

  /**
   * How challengers of a scorer are promoted.
   *
   * @param every event time between two looks at the evidence
   */
  public record PromotionConfig(
      String id,
      String scorer,
      String label,
      BoundedLoss loss,
      Duration every,
      PromotionPolicy.Options policy) {}

  /** What {@code requestTraining} asks for. */
  public record Training(
      String model, String architecture, int maxRows, int maxEpochs, int maxMinutes)
      implements Serializable {}

  /**
   * Reads the settings.
   *
   * @param conf directory with {@code pipelines/} and {@code labels/}
   * @throws io.atomstreams.pipelines.config.ConfigException naming every problem in the file
   */
  public static LearningConfig read(Path conf) {
    return read(conf.resolve("pipelines").resolve("learning.yaml"), conf);
  }

  /**
   * Reads the settings of a file that lies elsewhere. The features are those of the {@code
   * scoring.yaml} beside it, or else of the directory's.
   *
   * @param conf directory with {@code labels/}
   * @throws io.atomstreams.pipelines.config.ConfigException naming every problem in the file
   */
  public static LearningConfig read(Path file, Path conf) {
    Path beside = file.resolveSibling("scoring.yaml");
    Path scoring =
        Files.exists(beside) ? beside : conf.resolve("pipelines").resolve("scoring.yaml");
    FeatureList features = ScoringConfig.read(scoring).features();
    return YamlDocument.read(file).as(root -> of(root, conf, features));
  }

  static LearningConfig of(Section root, Path conf, FeatureList features) {
    Evaluations evaluations = evaluations(root.section("evaluations"), features);
    List<LabelSpec> labels = labels(root, conf);
    LearnersSection learners = new LearnersSection(labels, features, evaluations.segments());
    List<Section> detectors = root.sections("detectors");
    List<LearnerConfig> read = learners.read(root.sections("learners"), detectors);
    Optional<Section> training = root.optionalSection("training");
    requireTraining(root, training.isPresent(), detectors);
    return new LearningConfig(
        kafka(root.section("kafka")),
        time(root.section("time")),
        labels,
        join(root.section("join")),
        features,
        root.string("models", "models"),
        read,
        evaluations,
        root.optionalSection("intervals").map(LearningConfig::intervals),
        learners.onServed(),
        PromotionSection.read(root.sections("promotions"), labels),
        AlertingSection.read(root.section("alerting")),
        training.map(LearningConfig::training));
  }

  private static Kafka kafka(Section kafka) {
    return new Kafka(
        kafka.string("topicPrefix", ""),
        kafka.string("groupId", "atom-learning"),
        kafka.string("transactionalIdPrefix", "atom-learning"),
        kafka.duration("transactionTimeout", Duration.ofMinutes(15)),
        kafka.settings("consumer"),
        kafka.settings("producer"));
  }

  private static Time time(Section time) {
    return new Time(
        time.duration("outOfOrder", Duration.ofHours(1), Duration.ZERO, LONGEST_WAIT),
        time.duration("idleAfter", Duration.ofSeconds(10)),
        time.duration("maxDrift", Duration.ofHours(6)));
  }

  private static LabelJoin.Options join(Section join) {
    LabelJoin.Options usual = LabelJoin.Options.USUAL;
    return new LabelJoin.Options(
        join.integer("mostOpen", usual.mostOpen(), 1, 10_000),
        join.duration("patience", usual.patience(), Duration.ZERO, LONGEST_WAIT),
        join.duration("lateness", usual.lateness(), Duration.ZERO, LONGEST_WAIT));
  }

  private static List<LabelSpec> labels(Section root, Path conf) {
    return root.strings("labels").stream()
        .flatMap(
            id -> {
              try {
                return Stream.of(LabelFile.read(conf, id));
              } catch (IllegalArgumentException e) {
                root.problem("labels", "names '" + id + "': " + e.getMessage());
                return Stream.of();
              }
            })
        .toList();
  }

  private static Evaluations evaluations(Section section, FeatureList features) {
    Duration window =
        section.duration("window", Duration.ofHours(1), SHORTEST_WINDOW, LONGEST_WINDOW);
    List<Segments.FeatureCut> cuts =
        section.sections("segments").stream()
            .map(cut -> cut(cut, features))
            .flatMap(Optional::stream)
            .toList();
    Segments segments = new Segments(section.bool("byTenant", true), cuts);
    try {
      segments = new Segments(segments.byTenant(), cuts, section.strings("groups", List.of()));
    } catch (IllegalArgumentException e) {
      section.problem("groups", "do not fit the segments: " + e.getMessage());
    }
    BinaryEvaluator.Options figures =
        new BinaryEvaluator.Options(List.of(0.5), CALIBRATION_BINS, EXACT_SCORES);
    List<Double> thresholds =
        section.has("thresholds") ? section.numbers("thresholds") : figures.thresholds();
    try {
      figures = new BinaryEvaluator.Options(thresholds, CALIBRATION_BINS, EXACT_SCORES);
    } catch (IllegalArgumentException e) {
      section.problem("thresholds", "are out of range: " + e.getMessage());
    }
    GroupFairness.Options fairness =
        new GroupFairness.Options(
            figures.thresholds().get(0),
            section.number("groupTolerance", 0.1, 0, 0.999),
            section.number("groupAlpha", 0.05, 1e-9, 0.499),
            MOST_GROUPS);
    return new Evaluations(window, segments, figures, fairness);
  }

  private static Optional<Segments.FeatureCut> cut(Section cut, FeatureList features) {
    String feature = cut.string("feature");
    List<Double> edges = cut.numbers("edges");
    int place = features.names().indexOf(feature);
    if (place < 0) {
      cut.problem(
          "feature",
          "is '%s'; %s".formatted(feature, NearestNames.hint(feature, features.names())));
      return Optional.empty();
    }
    try {
      return Optional.of(new Segments.FeatureCut(feature, place, edges));
    } catch (IllegalArgumentException e) {
      cut.problem("edges", "must ascend: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Found out when a detector speaks, it would be a failure of the job. */
  private static void requireTraining(Section root, boolean isThere, List<Section> detectors) {
    for (Section detector : detectors) {
      boolean asks =
          detector.strings("then", List.of()).contains(Watch.Action.REQUEST_TRAINING.word());
      if (asks && !isThere) {
        root.problem(
            "training",
            "is missing, and detector %s says requestTraining; add the section"
                .formatted(detector.string("id", "without an id")));
      }
    }
  }

  private static Intervals intervals(Section section) {
    return new Intervals(
        section.number("coverage", 0.9, 0.5, 0.999),
        section.integer("minimum", 500, 1, 1_000_000),
        section.integer("tenants", 100, 0, 10_000));
  }

  private static Training training(Section training) {
    return new Training(
        training.string("model"),
        training.string("architecture"),
        training.integer("maxRows", 200_000, 100, 10_000_000),
        training.integer("maxEpochs", 50, 1, 1000),
        training.integer("maxMinutes", 30, 1, 1440));
  }

  /**
   * The scorers that answer this label's question, as learners, detectors and promotions name them;
   * empty if none does: then all are taken to.
   */
  Set<String> scorersOf(String label) {
    Set<String> scorers = new TreeSet<>();
    learners.stream()
        .filter(learner -> learner.fold().label().equals(label))
        .forEach(learner -> learner.scorer().ifPresent(scorers::add));
    detectors.stream()
        .filter(detection -> detection.label().equals(label))
        .forEach(detection -> scorers.add(detection.watch().of()));
    promotions.stream()
        .filter(promotion -> promotion.label().equals(label))
        .forEach(promotion -> scorers.add(promotion.scorer()));
    return Set.copyOf(scorers);
  }

  /** The same settings for the topics of another installation and another registry. */
  public LearningConfig with(String topicPrefix, String registry) {
    return with(
        new Kafka(
            topicPrefix,
            topicPrefix + kafka.groupId(),
            topicPrefix + kafka.transactionalIdPrefix(),
            kafka.transactionTimeout(),
            kafka.consumer(),
            kafka.producer()),
        registry);
  }

  /** The same with the registry's place as other processes find it. */
  LearningConfig withRegistryLocated() {
    return with(kafka, JobArguments.located(models));
  }

  private LearningConfig with(Kafka between, String registry) {
    return new LearningConfig(
        between,
        time,
        labels,
        join,
        features,
        registry,
        learners,
        evaluations,
        intervals,
        detectors,
        promotions,
        alerting,
        training);
  }
}
