package io.atomstreams.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.network.ForecastObjective.Cost;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each architecture against loops written from its paper. */
class ArchitectureFormulaTest {

  private static final TensorSpec SEQUENCE =
      new TensorSpec("window", ElementType.FLOAT32, List.of(-1L, 5L, 3L));
  private static final float[] ROW = {
    0.1f, -0.4f, 0.9f, 1.2f, 0.3f, -0.8f, 0.5f, 0.5f, -0.1f, 2f, -1f, 0.2f, 0.7f, -0.6f, 0.4f
  };

  private static double[] numbers(Network network, float[] row) {
    double[] values = new double[row.length];
    int[] shape =
        network.architecture().input().shape().stream().mapToInt(Math::toIntExact).toArray();
    for (int i = 0; i < row.length; i++) {
      values[i] = row[i];
    }
    shape[0] = 1;
    JavaOperations operations = new JavaOperations(network.weights());
    return network
        .architecture()
        .forward(operations, new JavaOperations.Array(shape, values))
        .data();
  }

  private static double[] dense(Network network, double[] x, String name) {
    float[] kernel = network.weights().values(name + "/kernel");
    double[] y = new double[kernel.length / x.length];
    for (int out = 0; out < y.length; out++) {
      for (int in = 0; in < x.length; in++) {
        y[out] += x[in] * kernel[in * y.length + out];
      }
    }
    if (network.weights().specs().stream().anyMatch(spec -> spec.name().equals(name + "/bias"))) {
      float[] bias = network.weights().values(name + "/bias");
      for (int out = 0; out < y.length; out++) {
        y[out] += bias[out];
      }
    }
    return y;
  }

  private static double[] step(float[] row, int step, int width) {
    double[] x = new double[width];
    for (int i = 0; i < width; i++) {
      x[i] = row[step * width + i];
    }
    return x;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Test
  void lstmIsTheCellOfHochreiterAndSchmidhuberWithAForgetGate() {
    int units = 4;
    Network network =
        SampleNetworks.of(
            new LstmArchitecture(SEQUENCE, units, true, 2), new ForecastObjective(2, Cost.SQUARED));
    double[] h = new double[units];
    double[] c = new double[units];
    for (int t = 0; t < 5; t++) {
      double[] fromInput = dense(network, step(ROW, t, 3), "gates");
      double[] fromMemory = dense(network, h, "memory");
      for (int u = 0; u < units; u++) {
        double input = sigmoid(fromInput[u] + fromMemory[u]);
        double forget = sigmoid(fromInput[units + u] + fromMemory[units + u] + 1);
        double output = sigmoid(fromInput[2 * units + u] + fromMemory[2 * units + u]);
        double candidate = Math.tanh(fromInput[3 * units + u] + fromMemory[3 * units + u]);
        c[u] = forget * c[u] + input * candidate;
        h[u] = output * Math.tanh(c[u]);
      }
    }
    double[] expected = dense(network, h, "output");
    double[] highway = dense(network, step(ROW, 0, 15), "highway");

    double[] found = numbers(network, ROW);

    for (int i = 0; i < 2; i++) {
      assertThat(found[i]).isCloseTo(expected[i] + highway[i], within(1e-12));
    }
  }

  @Test
  void transformerAttendsHeadByHead() {
    int units = 4;
    int heads = 2;
    Network network =
        SampleNetworks.of(
            new TransformerArchitecture(SEQUENCE, units, heads, 6, 2, 3),
            new ForecastObjective(3, Cost.SQUARED));
    double[][] x = new double[5][];
    for (int t = 0; t < 5; t++) {
      x[t] = dense(network, step(ROW, t, 3), "project");
      for (int i = 0; i < units; i++) {
        double angle = t / Math.pow(10_000, (i - i % 2) / (double) units);
        x[t][i] += (float) (i % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
      }
    }
    for (int block = 0; block < 2; block++) {
      addAttention(network, x, "block_" + block, units, heads);
      for (double[] position : x) {
        double[] inner =
            dense(
                network,
                normed(network, position, "block_" + block + "/forward_norm"),
                "block_" + block + "/inner");
        for (int i = 0; i < inner.length; i++) {
          inner[i] = Math.max(0, inner[i]);
        }
        add(position, dense(network, inner, "block_" + block + "/outer"));
      }
    }
    double[] mean = new double[units];
    for (double[] position : x) {
      double[] last = normed(network, position, "norm");
      for (int i = 0; i < units; i++) {
        mean[i] += last[i] / 5;
      }
    }

    // constants of the graph are single precision
    assertThat(numbers(network, ROW)).containsExactly(dense(network, mean, "output"), within(1e-6));
  }

  private static void addAttention(
      Network network, double[][] x, String block, int units, int heads) {
    int depth = units / heads;
    double[][] q = new double[x.length][];
    double[][] k = new double[x.length][];
    double[][] v = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[] in = normed(network, x[t], block + "/attention_norm");
      q[t] = dense(network, in, block + "/query");
      k[t] = dense(network, in, block + "/key");
      v[t] = dense(network, in, block + "/value");
    }
    for (int t = 0; t < x.length; t++) {
      double[] mixed = new double[units];
      for (int head = 0; head < heads; head++) {
        double[] weight = new double[x.length];
        double sum = 0;
        for (int s = 0; s < x.length; s++) {
          double dot = 0;
          for (int i = head * depth; i < (head + 1) * depth; i++) {
            dot += q[t][i] * k[s][i];
          }
          weight[s] = Math.exp(dot / Math.sqrt(depth));
          sum += weight[s];
        }
        for (int s = 0; s < x.length; s++) {
          for (int i = head * depth; i < (head + 1) * depth; i++) {
            mixed[i] += weight[s] / sum * v[s][i];
          }
        }
      }
      add(x[t], dense(network, mixed, block + "/attended"));
    }
  }

  private static void add(double[] to, double[] more) {
    for (int i = 0; i < to.length; i++) {
      to[i] += more[i];
    }
  }

  private static double[] normed(Network network, double[] x, String name) {
    float[] scale = network.weights().values(name + "/scale");
    float[] bias = network.weights().values(name + "/bias");
    double mean = 0;
    double variance = 0;
    for (double value : x) {
      mean += value / x.length;
    }
    for (double value : x) {
      variance += (value - mean) * (value - mean) / x.length;
    }
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (x[i] - mean) / Math.sqrt(variance + 1e-5) * scale[i] + bias[i];
    }
    return y;
  }

  @Test
  void textCnnSlidesItsFiltersAndKeepsTheLargestAnswer() {
    TensorSpec input = new TensorSpec("tokens", ElementType.INT32, List.of(-1L, 6L));
    Network network =
        SampleNetworks.of(
            new TextCnnArchitecture(input, 8, 3, List.of(2, 3), 4, 0.5, 2),
            new ForecastObjective(2, Cost.SQUARED));
    float[] vectors = network.weights().values("vectors");
    // 99 is the unknown word, 7; 0 is padding
    float[] ids = {3, 99, 1, 5, 0, 0};
    double[][] words = new double[6][3];
    for (int place = 0; place < 4; place++) {
      int id = (int) Math.min(7, ids[place]);
      for (int i = 0; i < 3; i++) {
        words[place][i] = vectors[(id - 1) * 3 + i];
      }
    }
    double[] pooled = new double[8];
    for (int which = 0; which < 2; which++) {
      int width = which + 2;
      for (int start = 0; start + width <= 6; start++) {
        double[] window = new double[width * 3];
        for (int offset = 0; offset < width; offset++) {
          System.arraycopy(words[start + offset], 0, window, offset * 3, 3);
        }
        double[] answers = dense(network, window, "filter_" + width);
        for (int filter = 0; filter < 4; filter++) {
          int at = which * 4 + filter;
          pooled[at] = Math.max(pooled[at], answers[filter]);
        }
      }
    }

    assertThat(numbers(network, ids))
        .containsExactly(dense(network, pooled, "output"), within(1e-12));
  }
}
