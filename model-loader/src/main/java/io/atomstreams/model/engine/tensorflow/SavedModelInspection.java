package io.atomstreams.model.engine.tensorflow;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.engine.tensorflow.GraphParts.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Looks into a SavedModel with no native code: whether its graph, and every function in it, does
 * nothing but compute. What the saver needs to read the variables is let pass where only the saver
 * reaches it.
 */
final class SavedModelInspection {

  private static final String FILE = "saved_model.pb";
  private static final String TAG = "serve";
  private static final String FILES =
      "background\\.json|network\\.json|model\\.onnx|saved_model\\.pb|fingerprint\\.pb|keras_metadata\\.pb|variables/variables\\.(index|data-[0-9]{5}-of-[0-9]{5})";
  private static final List<String> INIT_SIGNATURES = List.of("__saved_model_init_op");

  private final ModelRef ref;

  SavedModelInspection(ModelRef ref) {
    this.ref = ref;
  }

  void require(Path artifacts) {
    requireFiles(artifacts);
    MetaGraphDef meta = serving(artifacts);
    if (!meta.containsSignatureDef(SavedSignature.KEY)) {
      throw misfit("the SavedModel has no signature " + SavedSignature.KEY);
    }
    GraphParts graph = new GraphParts(meta.getGraphDef());
    requirePure(graph, meta);
    graph.all().forEach(part -> ConstantCheck.require(ref, part));
  }

  /** The graph that is served. */
  MetaGraphDef serving(Path artifacts) {
    return read(artifacts).getMetaGraphsList().stream()
        .filter(meta -> meta.getMetaInfoDef().getTagsList().contains(TAG))
        .findFirst()
        .orElseThrow(() -> misfit(FILE + " has no graph with the tag " + TAG));
  }

  private SavedModel read(Path artifacts) {
    try (InputStream in = Files.newInputStream(artifacts.resolve(FILE))) {
      return SavedModel.parseFrom(CodedInputStream.newInstance(in));
    } catch (InvalidProtocolBufferException e) {
      throw new ModelException(
          "model %s: %s is no SavedModel: %s".formatted(ref, FILE, e.getMessage()), e);
    } catch (IOException e) {
      throw new ModelException(
          "model %s: engine tensorflow needs %s in %s".formatted(ref, FILE, artifacts), e);
    }
  }

  /** A graph finds files by their place: what nobody knows could be one that it reads. */
  private void requireFiles(Path artifacts) {
    try (Stream<Path> files = Files.walk(artifacts)) {
      files
          .filter(Files::isRegularFile)
          .map(file -> artifacts.relativize(file).toString().replace('\\', '/'))
          .filter(path -> !path.matches(FILES))
          .findFirst()
          .ifPresent(
              path -> {
                throw misfit(
                    path + " is no file of a SavedModel that only computes; export without assets");
              });
    } catch (IOException e) {
      throw new ModelException("model %s: cannot read %s: %s".formatted(ref, artifacts, e), e);
    }
  }

  private void requirePure(GraphParts graph, MetaGraphDef meta) {
    Set<Part> saver = graph.reachedFrom(saver(meta));
    Set<Part> served = graph.reachedFrom(served(meta));
    for (Part part : graph.all()) {
      String operation = part.node().getOp();
      boolean forSaver =
          PureOperations.isOfTheSaver(operation) && saver.contains(part) && !served.contains(part);
      if (!PureOperations.contains(operation) && !forSaver) {
        throw misfit(
            "operation %s (%s) %s".formatted(operation, part, PureOperations.reason(operation)));
      }
      if (forSaver) {
        requireOwnFiles(graph, part, meta);
      }
    }
  }

  /** A saver reads the files that its caller names, not one that is written into the graph. */
  private void requireOwnFiles(GraphParts graph, Part part, MetaGraphDef meta) {
    String operation = part.node().getOp();
    if (!operation.equals("RestoreV2") && !operation.equals("SaveV2")) {
      return;
    }
    NodeDef source = graph.source(part, 0);
    String given = GraphParts.operation(meta.getSaverDef().getFilenameTensorName());
    if (source != null && source.getOp().equals("Const") && !source.getName().equals(given)) {
      throw misfit("operation %s (%s) touches files of its own choice".formatted(operation, part));
    }
  }

  private static List<String> saver(MetaGraphDef meta) {
    return List.of(meta.getSaverDef().getSaveTensorName(), meta.getSaverDef().getRestoreOpName());
  }

  /** What runs for a prediction, and what runs once when the model is opened. */
  private static Set<String> served(MetaGraphDef meta) {
    Set<String> tensors = new HashSet<>();
    List<SignatureDef> signatures = new ArrayList<>();
    signatures.add(meta.getSignatureDefOrThrow(SavedSignature.KEY));
    for (String init : INIT_SIGNATURES) {
      if (meta.containsSignatureDef(init)) {
        signatures.add(meta.getSignatureDefOrThrow(init));
      }
    }
    for (SignatureDef signature : signatures) {
      signature.getOutputsMap().values().stream().map(TensorInfo::getName).forEach(tensors::add);
    }
    for (String key : List.of("saved_model_main_op", "legacy_init_op")) {
      if (meta.containsCollectionDef(key)) {
        tensors.addAll(meta.getCollectionDefOrThrow(key).getNodeList().getValueList());
      }
    }
    return tensors;
  }

  private ModelException misfit(String what) {
    return new ModelException("model " + ref + ": " + what);
  }
}
