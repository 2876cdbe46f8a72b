package io.atomstreams.model.badmodel;

import com.google.protobuf.ByteString;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.registry.ManifestDraft;
import io.atomstreams.model.registry.Tampering;
import io.atomstreams.model.training.TinyNetworks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** SavedModels that are broken, lie or do more than compute. */
final class BadGraphs {

  private static final int CUTS = 50;
  private static final List<String> FORBIDDEN =
      List.of(
          "ReadFile",
          "WriteFile",
          "MatchingFiles",
          "SaveV2",
          "Save",
          "SaveSlices",
          "Restore",
          "RestoreSlice",
          "RestoreV2",
          "MergeV2Checkpoints",
          "PyFunc",
          "PyFuncStateless",
          "EagerPyFunc",
          "Print",
          "PrintV2",
          "Assert",
          "Abort",
          "HashTableV2",
          "InitializeTableFromTextFileV2",
          "InitializeTableFromTextFile",
          "LookupTableImportV2",
          "DecodeImage",
          "DecodeJpeg",
          "TFRecordReaderV2",
          "TextLineReaderV2",
          "WholeFileReaderV2",
          "ReaderReadV2",
          "TextLineDataset",
          "TFRecordDatasetV2",
          "GeneratorDataset",
          "IteratorGetNext",
          "_Send",
          "_HostRecv",
          "RpcGetStatus",
          "CollectiveReduceV2",
          "DebugIdentity",
          "WriteSummary",
          "CreateSummaryFileWriter",
          "RandomUniform",
          "StatelessRandomNormal",
          "AssignVariableOp",
          "ResourceApplyAdam",
          "XlaHostCompute",
          "SymbolicGradient",
          "RemoteCall",
          "FakeQueue",
          "NoSuchOperation");

  private BadGraphs() {}

  static List<BadModel> all() {
    List<BadModel> all = new ArrayList<>();
    cuts(all);
    for (String operation : FORBIDDEN) {
      String reason = "churn@1: operation " + operation + " \\(evil";
      all.add(edited("operation " + operation, reason + "\\)", meta -> add(meta, operation)));
      all.add(
          edited(
              "operation " + operation + " in a function",
              reason + " in function sneaky\\)",
              meta -> addFunction(meta, operation)));
    }
    saver(all);
    constants(all);
    signatures(all);
    files(all);
    return all;
  }

  private static void cuts(List<BadModel> all) {
    for (int cut = 0; cut < CUTS; cut++) {
      int share = cut;
      all.add(
          new BadModel(
              "cut off at " + share + "/" + CUTS,
              "saved_model.pb is no SavedModel|has no graph with the tag serve",
              empty ->
                  register(
                      empty,
                      artifacts -> {
                        byte[] whole = Files.readAllBytes(artifacts.resolve("saved_model.pb"));
                        Files.write(
                            artifacts.resolve("saved_model.pb"),
                            Arrays.copyOf(whole, whole.length * share / CUTS));
                      })));
    }
    for (String text : List.of("not a protobuf", "{}", "\u0000\u0000\u0000", "PK\u0003\u0004")) {
      all.add(
          new BadModel(
              "no SavedModel but '" + text + "'",
              "saved_model.pb is no SavedModel",
              empty ->
                  register(
                      empty,
                      artifacts -> Files.writeString(artifacts.resolve("saved_model.pb"), text))));
    }
  }

  private static void saver(List<BadModel> all) {
    all.add(
        edited(
            "a saver that the signature reaches",
            "operation SaveV2 \\(evil\\) touches files",
            meta -> {
              add(meta, "SaveV2");
              meta.getSaverDefBuilder().setSaveTensorName("evil:0");
              NodeDef.Builder last = node(meta, "probability");
              last.addInput("^evil");
            }));
    all.add(
        edited(
            "a saver that reads a file of its own choice",
            "operation RestoreV2 \\(evil\\) touches files of its own choice",
            meta -> {
              TensorProto path =
                  TensorProto.newBuilder()
                      .setDtype(DataType.DT_STRING)
                      .setTensorShape(TensorShapeProto.getDefaultInstance())
                      .addStringVal(ByteString.copyFromUtf8("/etc/passwd"))
                      .build();
              add(meta, "RestoreV2");
              node(meta, "evil").addInput("path");
              meta.getGraphDefBuilder().addNode(constant("path", path));
              meta.getSaverDefBuilder().setRestoreOpName("evil");
            }));
    all.add(
        edited(
            "an initialiser that fills a table",
            "operation InitializeTableFromTextFileV2 \\(evil\\) looks things up",
            meta -> {
              add(meta, "InitializeTableFromTextFileV2");
              meta.putSignatureDef(
                  "__saved_model_init_op",
                  SignatureDef.newBuilder()
                      .putOutputs("init", TensorInfo.newBuilder().setName("evil:0").build())
                      .build());
            }));
  }

  private static void constants(List<BadModel> all) {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      for (int place : new int[] {0, 1, 7, 30}) {
        all.add(
            edited(
                value + " at weight " + place,
                "weight " + place + " of constant .* is " + value + "; the training has diverged",
                meta -> poison(meta, place, value)));
      }
    }
    all.add(
        edited(
            "half precision NaN",
            "of constant halves is NaN",
            meta ->
                meta.getGraphDefBuilder()
                    .addNode(
                        constant(
                            "halves",
                            TensorProto.newBuilder()
                                .setDtype(DataType.DT_HALF)
                                .addHalfVal(0x3c00)
                                .addHalfVal(0x7e00)
                                .build()))));
    all.add(
        edited(
            "a constant that states more than memory holds",
            "constant huge states 1000000000000 values",
            meta -> {
              TensorShapeProto.Dim million =
                  TensorShapeProto.Dim.newBuilder().setSize(1_000_000).build();
              meta.getGraphDefBuilder()
                  .addNode(
                      constant(
                          "huge",
                          TensorProto.newBuilder()
                              .setDtype(DataType.DT_FLOAT)
                              .setTensorShape(
                                  TensorShapeProto.newBuilder().addDim(million).addDim(million))
                              .addFloatVal(1)
                              .build()));
            }));
  }

  private static void signatures(List<BadModel> all) {
    for (int columns : new int[] {1, 2, 4, 5, 24}) {
      ModelSignature wrong =
          ModelSignature.probability("features", "probability", TinyNetworks.features(columns));
      all.add(
          new BadModel(
              columns + " features instead of 3",
              "has shape \\[-1, 3\\].*\\[-1, " + columns + "\\]",
              empty -> {
                GoodModels.files("tensorflow", 1, empty.resolve("artifacts"));
                GoodModels.register(
                    empty,
                    new ManifestDraft(new ModelRef("churn", 1), "tensorflow", wrong, 0.25),
                    empty.resolve("artifacts"));
              }));
    }
    for (DataType type :
        List.of(DataType.DT_DOUBLE, DataType.DT_INT32, DataType.DT_INT64, DataType.DT_STRING)) {
      all.add(edited("input of " + type, type.name(), meta -> retype(meta, true, type)));
      all.add(edited("output of " + type, type.name(), meta -> retype(meta, false, type)));
    }
    all.add(
        edited(
            "no serving signature",
            "has no signature serving_default",
            MetaGraphDef.Builder::clearSignatureDef));
    all.add(
        edited(
            "no tag serve",
            "has no graph with the tag serve",
            meta -> meta.getMetaInfoDefBuilder().clearTags().addTags("train")));
  }

  private static void files(List<BadModel> all) {
    for (String extra :
        List.of("assets/words.txt", "saved_model.pbtxt", "variables/other", "run.py", "model.so")) {
      all.add(
          new BadModel(
              "with " + extra,
              extra + " is no file of a SavedModel that only computes",
              empty ->
                  register(
                      empty,
                      artifacts ->
                          Tampering.write(
                              artifacts.resolve(extra), "x".getBytes(StandardCharsets.UTF_8)))));
    }
    all.add(
        new BadModel(
            "no saved_model.pb",
            "engine tensorflow needs saved_model.pb",
            empty ->
                register(
                    empty,
                    artifacts -> {
                      Files.delete(artifacts.resolve("saved_model.pb"));
                      Files.writeString(artifacts.resolve("fingerprint.pb"), "x");
                    })));
  }

  private interface Change {
    void make(Path artifacts) throws IOException;
  }

  private static void register(Path empty, Change change) throws IOException {
    Path artifacts = empty.resolve("artifacts");
    GoodModels.files("tensorflow", 1, artifacts);
    change.make(artifacts);
    GoodModels.register(empty, GoodModels.draft(GoodModels.FIRST, "tensorflow"), artifacts);
  }

  private static BadModel edited(String name, String reason, Consumer<MetaGraphDef.Builder> edit) {
    return new BadModel(
        name,
        reason,
        empty ->
            register(
                empty,
                artifacts -> {
                  Path file = artifacts.resolve("saved_model.pb");
                  SavedModel.Builder model =
                      SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
                  edit.accept(model.getMetaGraphsBuilder(0));
                  Files.write(file, model.build().toByteArray());
                }));
  }

  private static void add(MetaGraphDef.Builder meta, String operation) {
    meta.getGraphDefBuilder().addNode(NodeDef.newBuilder().setName("evil").setOp(operation));
  }

  /** A function that nobody calls yet, and a call of it. */
  private static void addFunction(MetaGraphDef.Builder meta, String operation) {
    meta.getGraphDefBuilder()
        .getLibraryBuilder()
        .addFunction(
            FunctionDef.newBuilder()
                .setSignature(OpDef.newBuilder().setName("sneaky"))
                .addNodeDef(NodeDef.newBuilder().setName("evil").setOp(operation)));
    meta.getGraphDefBuilder()
        .addNode(
            NodeDef.newBuilder()
                .setName("call")
                .setOp("PartitionedCall")
                .putAttr(
                    "f",
                    AttrValue.newBuilder()
                        .setFunc(NameAttrList.newBuilder().setName("sneaky"))
                        .build()));
  }

  private static NodeDef.Builder node(MetaGraphDef.Builder meta, String name) {
    return meta.getGraphDefBuilder().getNodeBuilderList().stream()
        .filter(node -> node.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static NodeDef constant(String name, TensorProto value) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("Const")
        .putAttr("value", AttrValue.newBuilder().setTensor(value).build())
        .build();
  }

  /** In the first constant of enough floats. */
  private static void poison(MetaGraphDef.Builder meta, int place, float value) {
    for (NodeDef.Builder node : meta.getGraphDefBuilder().getNodeBuilderList()) {
      TensorProto tensor =
          node.getAttrOrDefault("value", AttrValue.getDefaultInstance()).getTensor();
      if (tensor.getDtype() == DataType.DT_FLOAT
          && tensor.getTensorContent().size() > place * Float.BYTES) {
        byte[] content = tensor.getTensorContent().toByteArray();
        ByteBuffer.wrap(content)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putFloat(place * Float.BYTES, value);
        node.putAttr(
            "value",
            AttrValue.newBuilder()
                .setTensor(tensor.toBuilder().setTensorContent(ByteString.copyFrom(content)))
                .build());
        return;
      }
    }
    throw new AssertionError("no constant has " + place + " floats");
  }

  private static void retype(MetaGraphDef.Builder meta, boolean input, DataType type) {
    SignatureDef.Builder signature = meta.getSignatureDefOrThrow("serving_default").toBuilder();
    if (input) {
      signature.putInputs(
          "features", signature.getInputsOrThrow("features").toBuilder().setDtype(type).build());
    } else {
      signature.putOutputs(
          "probability",
          signature.getOutputsOrThrow("probability").toBuilder().setDtype(type).build());
    }
    meta.putSignatureDef("serving_default", signature.build());
  }
}
