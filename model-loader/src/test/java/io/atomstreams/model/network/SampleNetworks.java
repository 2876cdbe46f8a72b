package io.atomstreams.model.network;

import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.network.Architectures.Entry;
import io.atomstreams.model.network.ForecastObjective.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Networks with made-up weights, one for every way a network can be put together. */
public final class SampleNetworks {

  private static final int STEPS = 6;
  private static final int WIDTH = 2;
  private static final int LENGTH = 9;

  private SampleNetworks() {}

  /** Every architecture with every objective that fits it. */
  public static List<Network> all() {
    List<Objective> objectives =
        List.of(
            new ProbabilityObjective(),
            new ClassesObjective(3, 1),
            new ForecastObjective(4, Cost.HUBER),
            new QuantilesObjective(2, List.of(0.1, 0.5, 0.9)));
    List<Network> networks = new ArrayList<>();
    for (Entry entry : Architectures.all()) {
      for (Objective objective : objectives) {
        networks.add(of(entry.small().of(input(entry), objective.outputs()), objective));
      }
    }
    return networks;
  }

  /** An input of the kind this architecture takes. */
  public static TensorSpec input(Entry entry) {
    return switch (entry.name()) {
      case "mlp" -> TensorSpec.floatRows("features", 7);
      case "text_cnn" -> new TensorSpec("tokens", ElementType.INT64, List.of(-1L, (long) LENGTH));
      default ->
          new TensorSpec("window", ElementType.FLOAT32, List.of(-1L, (long) STEPS, (long) WIDTH));
    };
  }

  /** With weights from nothing but their place. */
  public static Network of(Architecture architecture, Objective objective) {
    SplittableRandom random = new SplittableRandom(11);
    List<float[]> values = new ArrayList<>();
    for (WeightSpec spec : architecture.weights()) {
      float[] numbers = new float[spec.size()];
      double limit = spec.limit() > 0 ? spec.limit() : 0.3;
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) (limit * (2 * random.nextDouble() - 1));
      }
      values.add(numbers);
    }
    return new Network(
        names(architecture.input().width()),
        architecture,
        new Weights(architecture.weights(), values),
        preparation(architecture, objective),
        objective);
  }

  private static Preparation preparation(Architecture architecture, Objective objective) {
    TensorSpec input = architecture.input();
    if (input.type() != ElementType.FLOAT32) {
      return Preparation.NONE;
    }
    boolean isSequence = input.shape().size() == 3;
    return objective.isValue()
        ? new LevelScaling(isSequence ? STEPS : 7, isSequence ? WIDTH : 1)
        : new Halved();
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "f" + i).toList();
  }

  /** Rows that network takes; of floats, one in ten is missing. */
  public static float[] rows(Network network, int count) {
    SplittableRandom random = new SplittableRandom(5);
    boolean isFloat = network.architecture().input().type() == ElementType.FLOAT32;
    float[] rows = new float[count * network.features().size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          !isFloat
              ? random.nextInt(-1, 10_003)
              : random.nextDouble() < 0.1 ? Float.NaN : (float) (20 * random.nextDouble() - 6);
    }
    return rows;
  }

  /** Half of each value, and 0 where it is missing. */
  private static final class Halved implements Preparation {
    @Override
    public float[] before(float[] row) {
      float[] halved = new float[row.length];
      for (int i = 0; i < row.length; i++) {
        halved[i] = Float.isNaN(row[i]) ? 0 : row[i] / 2;
      }
      return halved;
    }

    @Override
    public <T> T before(Operations<T> ops, T rows) {
      T missing = ops.unary(Operations.Unary.IS_NAN, rows);
      return ops.select(missing, ops.number(0), ops.multiply(rows, ops.number(0.5)));
    }
  }

  /** What plain Java makes of rows: for each output its numbers, in order. */
  public static Map<String, double[]> inJava(Network network, float[] rows, int count) {
    TensorSpec input = network.architecture().input();
    int[] shape = input.shape().stream().mapToInt(Math::toIntExact).toArray();
    shape[0] = count;
    double[] values = new double[rows.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows[i];
    }
    JavaOperations operations = new JavaOperations(network.weights());
    Map<String, double[]> results = new TreeMap<>();
    network
        .define(operations, new JavaOperations.Array(shape, values))
        .forEach((name, array) -> results.put(name, array.data()));
    return results;
  }
}
