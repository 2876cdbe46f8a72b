package io.atomstreams.operators.learning.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.engine.Engines;
import io.atomstreams.operators.learning.LearnedModel;
import io.atomstreams.operators.learning.Learner;
import io.atomstreams.operators.learning.Schema;
import io.atomstreams.operators.learning.Target;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.state.Options;
import io.atomstreams.operators.state.StateCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolTest {

  private static final Schema YES_OR_NO =
      Schema.numbers(List.of("a", "b", "c", "d"), Target.binary());
  private static final Schema NUMBER = Schema.numbers(List.of("a"), Target.number());

  private static Hedge hedge(String text) {
    return new Hedge(
        YES_OR_NO,
        Hedge.Options.of(Options.parse("hedge:" + text), "", 0.001),
        SmallLearners::parse);
  }

  private static Halving halving(String text) {
    return new Halving(
        YES_OR_NO, Halving.Options.of(Options.parse("halving:" + text), ""), SmallLearners::parse);
  }

  /** An example of a stream whose concept turns round after so many. */
  private record Drawn(double[] row, double target) {}

  private static List<Drawn> stream(long seed, int length, int turn) {
    Random random = new Random(seed);
    List<Drawn> drawn = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      double[] row = {
        random.nextGaussian(),
        random.nextGaussian(),
        3 * random.nextGaussian(),
        random.nextGaussian()
      };
      double sum = (i < turn ? 1 : -1) * (1.5 * row[0] - row[1] + 0.3 * row[2]);
      drawn.add(new Drawn(row, random.nextDouble() < 1 / (1 + Math.exp(-sum)) ? 1 : 0));
    }
    return drawn;
  }

  /** Mean log loss by quarter of the stream, each example predicted before it is learned. */
  private static <S> double[] losses(Learner<S> learner, S state, List<Drawn> stream) {
    double[] quarters = new double[4];
    double[] out = new double[2];
    for (int i = 0; i < stream.size(); i++) {
      Drawn drawn = stream.get(i);
      learner.predict(state, drawn.row, out);
      quarters[4 * i / stream.size()] -=
          Math.log(Math.max(1e-6, out[(int) drawn.target])) * 4 / stream.size();
      learner.learn(state, drawn.row, drawn.target, 1);
    }
    return quarters;
  }

  private static <S> double[] losses(Learner<S> learner, List<Drawn> stream) {
    return losses(learner, learner.codec().create(), stream);
  }

  @Test
  void membersAreWrittenInBracketsThatNest() {
    assertThat(
            Composition.members("sgd(rate=0.1;decay=0)|always|hedge(members=a|b(c=1;d=2);share=0)"))
        .containsExactly("sgd:rate=0.1,decay=0", "always", "hedge:members=a|b(c=1;d=2),share=0");
    assertThatThrownBy(() -> Composition.members("sgd(rate=1"))
        .hasMessage("'sgd(rate=1': brackets do not match; write name(key=value;key=value)|name");
    assertThatThrownBy(() -> hedge("members=always"))
        .hasMessageStartingWith("hedge: option members names 1, must be 2 to 64");
  }

  /** With η = 1 and no share the mixture is Bayes' rule: its loss is at most the best's + ln N. */
  @Test
  void theMixtureLosesAtMostTheLogarithmOfTheMembersMoreThanTheBest() {
    Hedge pool = hedge("members=always(p=0.2)|always(p=0.5)|always(p=0.7)|sgd,share=0");
    Random random = new Random(1);
    List<Drawn> stream = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      stream.add(new Drawn(new double[4], random.nextInt(10) < 7 ? 1 : 0));
    }
    double pooled = 250 * Arrays.stream(losses(pool, stream)).sum();
    double best = Double.POSITIVE_INFINITY;
    for (Learner<?> member : pool.members()) {
      best = Math.min(best, 250 * Arrays.stream(losses(member, stream)).sum());
    }
    assertThat(pooled).isBetween(best - 1, best + Math.log(4));
  }

  /** Herbster and Warmuth's bound for one change; without a share the pool stays where it was. */
  @Test
  void aFixedShareFollowsAChangeOfWhatIsBest() {
    List<Drawn> stream = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      stream.add(new Drawn(new double[4], i < 1_000 ? 1 : 0));
    }
    Hedge pool = hedge("members=always(p=0.1)|always(p=0.9),share=0.001");
    HedgeState state = pool.codec().create();
    losses(pool, state, stream.subList(0, 1_010));
    assertThat(pool.weights(state)[0]).isGreaterThan(0.9);

    double bestSequence = 2_000 * -Math.log(0.9);
    double regret = 500 * Arrays.stream(losses(pool, stream)).sum() - bestSequence;
    assertThat(regret).isBetween(0.0, Math.log(2) + Math.log(2) + Math.log(1_000) + 3);
    Hedge stubborn = hedge("members=always(p=0.1)|always(p=0.9),share=0");
    double lost = 500 * Arrays.stream(losses(stubborn, stream)).sum() - bestSequence;
    assertThat(lost).isGreaterThan(1_000);
  }

  @Test
  void numbersAreWeighedByTheirSquaredErrors() {
    Hedge pool =
        new Hedge(
            NUMBER,
            new Hedge.Options(List.of("always:p=10", "always:p=20"), 0.001, 1),
            SmallLearners::parse);
    HedgeState state = pool.codec().create();
    double[] out = new double[1];
    pool.predict(state, new double[1], out);
    assertThat(out[0]).isEqualTo(15);
    for (int i = 0; i < 200; i++) {
      pool.learn(state, new double[1], i % 2 == 0 ? 19 : 22, 1);
    }
    pool.predict(state, new double[1], out);
    assertThat(out[0]).isCloseTo(20, within(0.1));
  }

  @Test
  void whatIsTakenBackLeavesTheWeightsAlone() {
    Hedge pool = hedge("members=always(p=0.2)|always(p=0.7)");
    HedgeState state = pool.codec().create();
    pool.learn(state, new double[4], 1, 1);
    double[] before = pool.weights(state);
    pool.learn(state, new double[4], 1, -1);
    assertThat(pool.weights(state)).isEqualTo(before);
    assertThat(pool.retracts()).isTrue();
    assertThat(hedge("members=always|sgd").retracts()).isFalse();
  }

  private static <S> void assertThatItServesWhatItPredicts(Learner<S> pool, Path directory)
      throws IOException {
    S state = pool.codec().create();
    losses(pool, state, stream(6, 500, 250));
    LearnedModel published = pool.publish(state).orElseThrow();
    for (Map.Entry<String, byte[]> file : published.files().entrySet()) {
      Path to = directory.resolve(file.getKey());
      Files.createDirectories(to.getParent());
      Files.write(to, file.getValue());
    }
    Model model =
        Engines.byName(published.engine())
            .open(new ModelRef("pool", 1), published.signature(), directory);
    double[] out = new double[2];
    float[] served = new float[1];
    for (Drawn drawn : stream(7, 50, 50)) {
      float[] row = new float[drawn.row.length];
      double[] rounded = new double[row.length];
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) drawn.row[i];
        rounded[i] = row[i];
      }
      model.score(row, 1, served);
      pool.predict(state, rounded, out);
      assertThat((double) served[0]).isCloseTo(out[1], within(1e-6));
    }
    model.close();
  }

  @Test
  void whatAPoolPublishesScoresAsItPredicts(@TempDir Path directory) throws IOException {
    assertThatItServesWhatItPredicts(
        hedge("members=sgd(rate=0.5)|sgd(rate=0.01)"), directory.resolve("hedge"));
    assertThatItServesWhatItPredicts(
        halving(SEARCH + ",rung=32,population=4,rungs=3"), directory.resolve("halving"));
    Hedge mixed = hedge("members=sgd|always");
    assertThat(mixed.publish(mixed.codec().create())).isEmpty();
  }

  private static final String SEARCH = "search=sgd(rate=0.0005..2~log;decay=1e-6..0.1~log)";

  /** The best of 60 configurations that the whole stream was given to each of. */
  private static double[] bestInHindsight(List<Drawn> stream) {
    double[] best = null;
    for (int rate = 0; rate < 10; rate++) {
      for (int decay = 0; decay < 6; decay++) {
        double[] losses =
            losses(
                new SmallLearners.Gradient(
                    YES_OR_NO,
                    0.0005 * Math.pow(4_000, rate / 9.0),
                    1e-6 * Math.pow(1e5, decay / 5.0)),
                stream);
        if (best == null || Arrays.stream(losses).sum() < Arrays.stream(best).sum()) {
          best = losses;
        }
      }
    }
    return best;
  }

  @Test
  void endsWithinTwoHundredthsOfTheBestConfigurationInHindsight() {
    Halving pool = halving(SEARCH);
    for (int seed = 1; seed <= 3; seed++) {
      List<Drawn> stream = stream(seed, 24_000, Integer.MAX_VALUE);
      HalvingState state = pool.codec().create();
      double[] pooled = losses(pool, state, stream);
      double[] best = bestInHindsight(stream);
      assertThat(pooled[3]).isLessThan(1.02 * best[3]);
      assertThat(Arrays.stream(pooled).sum()).isLessThan(1.02 * Arrays.stream(best).sum());
      assertThat(state.steps()).isLessThan(24_000L * 16 * 4 / 15 + 16 * 500);
    }
  }

  @Test
  void followsAConceptThatTurnsRound() {
    Halving pool = halving(SEARCH);
    for (int seed = 1; seed <= 3; seed++) {
      List<Drawn> stream = stream(seed, 24_000, 12_000);
      double[] pooled = losses(pool, stream);
      double[] best = bestInHindsight(stream);
      assertThat(pooled[3]).isLessThan(1.02 * best[3]);
      assertThat(Arrays.stream(pooled).sum()).isLessThan(1.02 * Arrays.stream(best).sum());
    }
  }

  @Test
  void allThatHappensIsTold() {
    Halving pool = halving(SEARCH + ",rung=300,population=8");
    HalvingState state = pool.codec().create();
    List<PoolEvent> events = new ArrayList<>();
    double[] out = new double[2];
    for (Drawn drawn : stream(5, 24_000, 12_000)) {
      pool.predict(state, drawn.row, out);
      pool.learn(state, drawn.row, drawn.target, 1);
      events.addAll(state.takeEvents());
    }
    long alive = 0;
    for (PoolEvent event : events) {
      switch (event.kind()) {
        case BORN -> alive++;
        case DROPPED, REFUTED -> alive--;
        case PROMOTED -> {}
      }
    }
    assertThat(alive).isEqualTo(state.alive());
    assertThat(state.lostEvents()).isZero();
    assertThat(events).extracting(PoolEvent::kind).contains(PoolEvent.Kind.values());
    assertThat(events).filteredOn(e -> e.reason().startsWith("a mutation of")).isNotEmpty();
    assertThat(pool.best(state)).startsWith("sgd:rate=");
  }

  @Test
  void spacesAreReadOrRefusedWithTheReason() {
    Space space = Space.parse("x(a=1..3;b=0.01..100~log;c=2..4~whole;d=u/v;e=7)");
    assertThat(space.at(new double[] {0.5, 0.5, 0.5, 0.5, 0.5})).isEqualTo("x:a=2,b=1,c=3,d=v,e=7");
    assertThatThrownBy(() -> Space.parse("x(a=3..1)"))
        .hasMessage(
            "search: a=3..1 is no range; write low..high, low..high~log (low above 0),"
                + " low..high~whole or a/b/c");
    assertThatThrownBy(() -> halving("search=NaN"))
        .hasMessage("halving: option search is 'NaN': there is no learner NaN");
    assertThatThrownBy(() -> hedge("members=sgd|always").codec().read(new BytesInput(), 2))
        .hasMessageContaining("hedge: the state was written in version 2");
    assertThatThrownBy(() -> halving("population=8"))
        .hasMessageStartingWith("halving: option search is , must be name(");
    assertThatThrownBy(() -> halving(SEARCH + ",population=4"))
        .hasMessage(
            "halving: option rungs is 4, must be 1 to 8, with a population of 2^(rungs-1) or more");
  }

  private static <S> byte[] bytes(StateCodec<S> codec, S state) throws IOException {
    BytesOutput out = new BytesOutput();
    codec.write(state, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  /** Stored halfway and read, both go on to the same bytes, and a copy stays as it was. */
  private static <S> String golden(Learner<S> pool) throws IOException {
    List<Drawn> stream = stream(20240113, 1_000, 500);
    StateCodec<S> codec = pool.codec();
    S lived = codec.create();
    losses(pool, lived, stream.subList(0, 700));
    byte[] stored = bytes(codec, lived);
    BytesInput in = new BytesInput().open(stored, 0, stored.length);
    S read = codec.read(in, 1);
    assertThat(in.available()).isZero();
    S copy = codec.copy(lived);
    double[] went = losses(pool, lived, stream.subList(700, 1_000));
    assertThat(losses(pool, read, stream.subList(700, 1_000))).isEqualTo(went);
    assertThat(bytes(codec, read)).isEqualTo(bytes(codec, lived));
    assertThat(bytes(codec, copy)).isEqualTo(stored);
    assertThat(pool.memoryBytes(lived)).isPositive();
    return HexFormat.of().formatHex(stored);
  }

  @Test
  void poolsOfTheFirstReleaseAreReadAndGoOnAsTheyWouldHave() throws IOException {
    Path file = Path.of("..", "testdata", "golden", "learner-pools-v1.hex");
    List<String> lines =
        List.of(
            "hedge " + golden(hedge("members=sgd(rate=0.5)|sgd|always(p=0.4)")),
            "halving " + golden(halving(SEARCH + ",rung=32,population=4,rungs=3")));
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.writeString(file, String.join("\n", lines) + "\n");
    }
    assertThat(Files.readAllLines(file)).isEqualTo(lines);
  }
}
