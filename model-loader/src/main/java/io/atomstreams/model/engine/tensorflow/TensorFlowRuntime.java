package io.atomstreams.model.engine.tensorflow;

import ai.djl.engine.Engine;
import io.atomstreams.model.ModelException;
import java.io.File;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ConfigProto;

/**
 * The native library, loaded once per process at the first use, without network and without help
 * from the environment.
 *
 * <p>JavaCPP unpacks the library from its jar (about 680 MB, once per machine, below {@code
 * org.bytedeco.javacpp.cachedir}, by default {@code ~/.javacpp/cache}). DJL looks for a library of
 * its own and would download one: it is pointed to JavaCPP's copy first. Properties and environment
 * variables that are set already are respected.
 */
final class TensorFlowRuntime {

  static final String ENGINE = "TensorFlow";
  private static final String LIBRARY_PATH = "TENSORFLOW_LIBRARY_PATH";

  private TensorFlowRuntime() {}

  /**
   * Makes sure the library is there.
   *
   * @throws ModelException if it cannot be loaded on this machine
   */
  static void require() {
    try {
      if (Loaded.VERSION.isEmpty()) {
        throw new ModelException("TensorFlow states no version; the native library is not usable");
      }
    } catch (LinkageError | RuntimeException e) {
      throw new ModelException(
          "the native library of engine tensorflow cannot be loaded; add "
              + TensorFlowEngine.NATIVES
              + " (or that of this platform) to the class path, and let "
              + javacppCache()
              + " be written: "
              + e,
          e);
    }
  }

  /**
   * One thread for the work inside an operation, and the operations themselves in the caller's
   * thread (a negative count): callers run side by side and never wait for one another's thread.
   */
  static ConfigProto sessionConfig() {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(1)
        .setInterOpParallelismThreads(-1)
        .setUsePerSessionThreads(false)
        .build();
  }

  private static String javacppCache() {
    return System.getProperty(
        "org.bytedeco.javacpp.cachedir", System.getProperty("user.home") + "/.javacpp/cache");
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null && System.getenv(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Its initialisation is the loading: the class loader makes it happen once. */
  private static final class Loaded {

    static final String VERSION = load();

    private static String load() {
      setUnlessSet("ai.djl.offline", "true");
      setUnlessSet("OPT_OUT_TRACKING", "true");
      setUnlessSet("ai.djl.tensorflow.num_intraop_threads", "1");
      setUnlessSet("ai.djl.tensorflow.num_interop_threads", "1");
      // JavaCPP would otherwise refuse allocations when the whole process exceeds twice the heap.
      setUnlessSet("org.bytedeco.javacpp.maxBytes", "0");
      setUnlessSet("org.bytedeco.javacpp.maxPhysicalBytes", "0");
      String library = Loader.load(tensorflow.class);
      if (library != null) {
        setUnlessSet(LIBRARY_PATH, new File(library).getParent());
      }
      return Engine.getEngine(ENGINE).getVersion();
    }
  }
}
