package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.network.LstmArchitecture;
import io.atomstreams.model.network.Network;
import io.atomstreams.model.network.ProbabilityObjective;
import io.atomstreams.model.network.WeightSpec;
import io.atomstreams.model.network.Weights;
import io.atomstreams.model.onnx.OnnxNetwork;
import io.atomstreams.model.registry.ManifestDraft;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.training.Standardisation;
import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.pipelines.chaos.fault.Delivery.Parcel;
import io.atomstreams.pipelines.registration.GoldenRows;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * A version comes that takes a hundred times as long: a recurrent network with a step for each
 * feature. In shadow it costs what the load allows; as canary it answers for half of the customers,
 * whose records and all behind them wait for it, until a guardrail sends it back.
 *
 * @param inShadow how long before it becomes canary
 */
record SlowModel(Duration inShadow, Duration patience) implements Fault {

  /** 25 million multiplications a row of 24 features, and never fewer than 16 rows at once. */
  private static final int UNITS = 512;

  /** Always the same network: its files are stored once, whenever it comes. */
  private static final long SEED = 1;

  private static final double BASE_RATE = 0.4;

  @Override
  public String befall(Stage stage, CounterRandom random) {
    Delivery delivery = new Delivery(stage.modelDirectory(), stage.keptModelDirectory());
    List<String> served = stage.config().features().names();
    ModelRef ref = delivery.next(stage.config().scorer().model());
    ModelManifest manifest =
        delivery.register(parcel(ref, served), GoldenRows.seeded(served.size(), SEED));
    try (Trial trial = BadModel.trial(stage, manifest, patience)) {
      trial.shadow();
      Stage.pass(inShadow);
      trial.canary();
      return "a slow version sent back: " + trial.sentBack("time per row");
    }
  }

  /** The version. */
  static Parcel parcel(ModelRef ref, List<String> features) {
    Network network = network(features);
    return new Parcel(
        new ManifestDraft(ref, "onnx", network.signature(), BASE_RATE),
        OnnxNetwork.FILE,
        OnnxNetwork.bytes(network));
  }

  private static Network network(List<String> features) {
    int steps = features.size();
    TensorSpec rows = new TensorSpec("rows", ElementType.FLOAT32, List.of(-1L, (long) steps, 1L));
    LstmArchitecture architecture = new LstmArchitecture(rows, UNITS, false, 1);
    CounterRandom random = new CounterRandom(SEED);
    List<float[]> values =
        architecture.weights().stream().map(spec -> drawn(spec, random)).toList();
    return new Network(
        features,
        architecture,
        new Weights(architecture.weights(), values),
        new Standardisation(Collections.nCopies(steps, 0f), Collections.nCopies(steps, 4f)),
        new ProbabilityObjective());
  }

  private static float[] drawn(WeightSpec spec, CounterRandom random) {
    float[] values = new float[spec.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (spec.limit() * (2 * random.nextDouble() - 1));
    }
    return values;
  }
}
