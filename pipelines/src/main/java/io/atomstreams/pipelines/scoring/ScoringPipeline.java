package io.atomstreams.pipelines.scoring;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.contract.HistoryContract;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.feature.BackfillRecord;
import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityStages;
import io.atomstreams.operators.feature.EntityVisit;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.flink.AssemblyOperator;
import io.atomstreams.operators.flink.ComponentOperator;
import io.atomstreams.operators.flink.ContractOperator;
import io.atomstreams.operators.flink.FeatureOperator;
import io.atomstreams.operators.flink.KeyGroupFanOut;
import io.atomstreams.operators.flink.LatestModel;
import io.atomstreams.operators.flink.ScoringOperator;
import io.atomstreams.operators.flink.VisitOperator;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.rollout.ModelLog;
import io.atomstreams.operators.validation.Intake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The scoring topology as a function of its source and its sink; production, tests, demo and replay
 * differ in these arguments only.
 *
 * <pre>
 *   events ──by customer──► features ─► scoring ─► outputs
 * </pre>
 *
 * <p>Everything behind the shuffle is one chain; a second input of the features carries the history
 * of those that joined while the job runs. What an event became (its log record, its alert, its
 * dead letter) flows through the scoring operator untouched, in the order in which the state
 * changed.
 *
 * <p>Where a rule of the contract looks at what a customer sent before, it is judged in front of
 * the features, under the same key and on the same subtask.
 *
 * <p>Where a feature is of a product, a device or another kind of entity, an accepted event visits
 * those it names, and its record waits for their answers:
 *
 * <pre>
 *   events ──by customer──► features ────────────by customer────────────► assembly ─► scoring ─► outputs
 *                              └──by entity──► entities ──by customer──────┘
 * </pre>
 *
 * <p>Graphs of connected customers are visited in the same way, in an operator {@code components}.
 */
public final class ScoringPipeline {

  private static final Duration CONTROL_IDLE_AFTER = Duration.ofSeconds(1);

  private ScoringPipeline() {}

  /**
   * How the job changes while it runs.
   *
   * @param histories what features that join are given to catch up with, read by one subtask;
   *     empty: nothing
   * @param additions what they are
   * @param models which models score which events, for each scorer
   */
  public record Control(
      Optional<Source<BackfillRecord, ?, ?>> histories,
      FeatureAddition.Log additions,
      Function<ScorerConfig, ModelLog> models) {

    /** It does not: no feature joins, and the latest model in the directory scores all events. */
    public static Control none() {
      return new Control(
          Optional.empty(),
          FeatureAddition.Log.NONE,
          scorer -> new LatestModel(scorer.id(), scorer.serving(), scorer.model()));
    }
  }

  /** A job whose features and model stay as they are when it starts. */
  public static void define(
      StreamExecutionEnvironment env,
      ScoringConfig config,
      Source<Intake, ?, ?> source,
      Sink<Output> sink) {
    define(env, config, source, Control.none(), sink);
  }

  /**
   * A job.
   *
   * @throws IllegalArgumentException if an addition does not go with the declared features
   */
  public static void define(
      StreamExecutionEnvironment env,
      ScoringConfig config,
      Source<Intake, ?, ?> source,
      Control control,
      Sink<Output> sink) {
    EntityStages stages = stages(config);
    DataStream<BackfillRecord> histories =
        control.histories().map(from -> histories(env, from)).orElseGet(() -> NoHistories.in(env));
    KeyedStream<Intake, String> events =
        env.fromSource(source, watermarks(config), "events", CodecTypeInformation.intake())
            .uid(ScoringUids.EVENTS)
            .setDescription("events: decoded and checked, by customer")
            .keyBy(Intake::route, Types.STRING);
    SingleOutputStreamOperator<Output> features =
        judged(events, config.contract().remembering(stages.customer()))
            .connect(histories.keyBy(BackfillRecord::key, Types.STRING))
            .transform(
                "features",
                CodecTypeInformation.output(),
                new FeatureOperator(stages, control.additions(), bufferBytes(config, stages)))
            .uid(ScoringUids.FEATURES)
            .setDescription("features: the customer's state, its vector before each order");
    DataStream<Output> vectors =
        assembled(features, histories, stages, control.additions(), config);
    scored(vectors, config, control).sinkTo(sink).name("outputs").uid(ScoringUids.OUTPUTS);
  }

  /** One scorer behind the other in one chain: what one has said flows through the next. */
  private static DataStream<Output> scored(
      DataStream<Output> vectors, ScoringConfig config, Control control) {
    DataStream<Output> outputs = vectors;
    for (ScorerConfig scorer : config.scorers()) {
      String uid = ScoringUids.scoring(config.scorers().indexOf(scorer), scorer.id());
      outputs =
          outputs
              .transform(
                  uid,
                  CodecTypeInformation.output(),
                  new ScoringOperator(
                      scorer.options(),
                      scorer.serving(),
                      control.models().apply(scorer),
                      scorer.batching(),
                      config.features(),
                      control.additions()))
              .uid(uid)
              .setDescription("%s: scores of %s".formatted(uid, scorer.id()));
    }
    return outputs;
  }

  /** In one order for all keys, and in the way of no watermark. */
  private static DataStream<BackfillRecord> histories(
      StreamExecutionEnvironment env, Source<BackfillRecord, ?, ?> source) {
    int groups = env.getMaxParallelism();
    return env.fromSource(
            source,
            WatermarkStrategy.<BackfillRecord>forGenerator(context -> new TimelessWatermarks<>())
                .withIdleness(CONTROL_IDLE_AFTER),
            "backfill",
            CodecTypeInformation.backfill())
        .uid(ScoringUids.BACKFILL)
        .setDescription("backfill: history for features that join while the job runs")
        .setParallelism(1)
        .flatMap(new KeyGroupFanOut())
        .returns(CodecTypeInformation.backfill())
        .name("backfill by key")
        .uid(ScoringUids.KEY_GROUPS)
        .setParallelism(1)
        .setMaxParallelism(groups);
  }

  private static EntityStages stages(ScoringConfig config) {
    return new EntityStages(
        config.entity(),
        config.features(),
        new RobustOutlier(config.orderValueAlert()),
        config.scoredTypes());
  }

  /** Under the same key, so that no record travels once more. */
  private static KeyedStream<Intake, String> judged(
      KeyedStream<Intake, String> events, Optional<HistoryContract> contract) {
    return contract.isEmpty()
        ? events
        : DataStreamUtils.reinterpretAsKeyedStream(
            events
                .transform(
                    "contract", CodecTypeInformation.intake(), new ContractOperator(contract.get()))
                .uid(ScoringUids.CONTRACT)
                .setDescription("contract: rules that remember what a customer sent before"),
            Intake::route,
            Types.STRING);
  }

  /** The operators that such settings make, by the names under which a savepoint keeps them. */
  public static Set<String> uids(ScoringConfig config) {
    Set<String> uids = new TreeSet<>(ScoringUids.ALWAYS);
    for (int i = 1; i < config.scorers().size(); i++) {
      uids.add(ScoringUids.scoring(i, config.scorers().get(i).id()));
    }
    if (!config.contract().history().isEmpty()) {
      uids.add(ScoringUids.CONTRACT);
    }
    EntityStages stages = stages(config);
    if (!stages.others().isEmpty()) {
      uids.add(ScoringUids.ENTITIES);
    }
    if (!stages.components().isEmpty()) {
      uids.add(ScoringUids.COMPONENTS);
    }
    if (!stages.areOfCustomersOnly()) {
      uids.add(ScoringUids.ASSEMBLY);
    }
    return uids;
  }

  private static DataStream<Output> assembled(
      SingleOutputStreamOperator<Output> features,
      DataStream<BackfillRecord> histories,
      EntityStages stages,
      FeatureAddition.Log additions,
      ScoringConfig config) {
    if (stages.areOfCustomersOnly()) {
      return features;
    }
    if (features.getExecutionEnvironment().getCheckpointConfig().isUnalignedCheckpointsEnabled()) {
      throw new IllegalArgumentException(
          "features of %s: their vectors are put together between two barriers, which unaligned checkpoints overtake; set execution.checkpointing.unaligned.enabled to false"
              .formatted(
                  config.features().kinds().stream()
                      .filter(kind -> !kind.equals(EntityKind.CUSTOMER))
                      .map(EntityKind::yamlName)
                      .collect(Collectors.joining(", "))));
    }
    DataStream<EntityVisit.Answer> answers =
        answers(features, histories, stages, additions, config);
    return features
        .keyBy(ScoringPipeline::home, Types.STRING)
        .connect(answers.keyBy(EntityVisit.Answer::home, Types.STRING))
        .transform(
            "assembly", CodecTypeInformation.output(), new AssemblyOperator(stages, additions))
        .uid(ScoringUids.ASSEMBLY)
        .setDescription("assembly: vectors of the customer and of what else they look at");
  }

  /** Of entities, of graphs, or of both; never of neither. */
  private static DataStream<EntityVisit.Answer> answers(
      SingleOutputStreamOperator<Output> features,
      DataStream<BackfillRecord> histories,
      EntityStages stages,
      FeatureAddition.Log additions,
      ScoringConfig config) {
    List<DataStream<EntityVisit.Answer>> answers = new ArrayList<>();
    if (!stages.others().isEmpty()) {
      answers.add(
          features
              .getSideOutput(FeatureOperator.VISITS)
              .keyBy(EntityVisit::key, Types.STRING)
              .connect(histories.keyBy(BackfillRecord::key, Types.STRING))
              .transform(
                  "entities",
                  CodecTypeInformation.answer(),
                  new VisitOperator(stages, additions, bufferBytes(config, stages)))
              .uid(ScoringUids.ENTITIES)
              .setDescription("entities: features of products, devices and the like"));
    }
    if (!stages.components().isEmpty()) {
      answers.add(
          features
              .getSideOutput(FeatureOperator.COMPONENT_VISITS)
              .keyBy(EntityVisit::key, Types.STRING)
              .transform(
                  "components",
                  CodecTypeInformation.answer(),
                  new ComponentOperator(stages.components()))
              .uid(ScoringUids.COMPONENTS)
              .setDescription("components: which customers belong together"));
    }
    return answers.stream().reduce(DataStream::union).orElseThrow();
  }

  /** Where a record waits; what waits for nothing goes anywhere. */
  private static String home(Output output) {
    return output instanceof FeatureRecord record ? record.home() : output.source().spread();
  }

  /** The kinds of entities share the buffer evenly. */
  private static long bufferBytes(ScoringConfig config, EntityStages stages) {
    return config.entityBufferBytes() / (1 + stages.others().size());
  }

  /** Refused records carry no event time and so never move the watermark. */
  private static WatermarkStrategy<Intake> watermarks(ScoringConfig config) {
    ScoringConfig.Time time = config.time();
    WatermarkStrategy<Intake> strategy =
        WatermarkStrategy.<Intake>forBoundedOutOfOrderness(time.outOfOrder())
            .withTimestampAssigner((intake, appendedAt) -> intake.ts())
            .withIdleness(time.idleAfter());
    return time.maxDrift().isZero()
        ? strategy
        : strategy.withWatermarkAlignment(ScoringUids.EVENTS, time.maxDrift());
  }
}
