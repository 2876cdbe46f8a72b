package io.atomstreams.pipelines.bench.crayfish;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.engine.Engines;
import java.nio.file.Path;
import java.util.Locale;

/** The engines the network can be served by, and how each gets its file. */
public enum NetworkFormat {
  TENSORFLOW {
    @Override
    void write(ImageNetwork network, Path directory) {
      SavedModelNetwork.write(network, directory);
    }
  },
  ONNX {
    @Override
    void write(ImageNetwork network, Path directory) {
      OnnxNetwork.write(network, directory);
    }
  };

  /** Name of the engine, as in a manifest. */
  String engine() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Writes the file that {@link #open} finds. */
  abstract void write(ImageNetwork network, Path directory);

  Model open(Path directory) {
    return Engines.byName(engine())
        .open(new ModelRef("crayfish", 1), ImageNetwork.signature(), directory);
  }
}
