package io.atomstreams.model.engine.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.TensorSpec.ElementType;
import io.atomstreams.model.training.TinyNetworks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SaverDef;

/** What is let pass; what is not: {@code BadModelsTest}. */
class SavedModelInspectionTest {

  private static final ModelRef REF = new ModelRef("churn", 1);

  @TempDir Path artifacts;

  @BeforeEach
  void export() {
    TinyNetworks.random(TinyNetworks.features(3), List.of(4), 1).exportSavedModel(artifacts);
  }

  private void inspect() {
    new SavedModelInspection(REF).require(artifacts);
  }

  private void edit(Consumer<MetaGraphDef.Builder> change) throws Exception {
    Path file = artifacts.resolve("saved_model.pb");
    SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
    change.accept(model.getMetaGraphsBuilder(0));
    Files.write(file, model.build().toByteArray());
  }

  private static NodeDef.Builder node(String name, String operation, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(operation).addAllInput(List.of(inputs));
  }

  /** As an export of Keras has it: a placeholder for the file, a function that restores from it. */
  private static void addSaver(MetaGraphDef.Builder meta) {
    meta.getGraphDefBuilder()
        .addNode(node("saver_filename", "Placeholder"))
        .addNode(
            node("restore", "StatefulPartitionedCall", "saver_filename")
                .putAttr(
                    "f",
                    AttrValue.newBuilder()
                        .setFunc(NameAttrList.newBuilder().setName("traced_restore"))
                        .build()));
    meta.getGraphDefBuilder()
        .getLibraryBuilder()
        .addFunction(
            FunctionDef.newBuilder()
                .setSignature(
                    OpDef.newBuilder()
                        .setName("traced_restore")
                        .addInputArg(OpDef.ArgDef.newBuilder().setName("file_prefix")))
                .addNodeDef(node("names", "Const"))
                .addNodeDef(node("read", "RestoreV2", "file_prefix", "names:output:0"))
                .addNodeDef(node("variable", "VarHandleOp"))
                .addNodeDef(node("set", "AssignVariableOp", "variable:resource:0", "read:0")));
    meta.setSaverDef(
        SaverDef.newBuilder()
            .setFilenameTensorName("saver_filename:0")
            .setRestoreOpName("restore"));
  }

  @Test
  void letsAFrozenModelPass() {
    assertThatCode(this::inspect).doesNotThrowAnyException();
  }

  @Test
  void letsTheSaverReadTheVariables() throws Exception {
    edit(SavedModelInspectionTest::addSaver);
    Path variables = Files.createDirectory(artifacts.resolve("variables"));
    Files.write(variables.resolve("variables.index"), new byte[1]);
    Files.write(variables.resolve("variables.data-00000-of-00001"), new byte[1]);
    Files.write(artifacts.resolve("fingerprint.pb"), new byte[1]);

    assertThatCode(this::inspect).doesNotThrowAnyException();
  }

  @Test
  void refusesTheSameRestoringWhereTheServedSignatureReachesIt() throws Exception {
    edit(
        meta -> {
          addSaver(meta);
          meta.getGraphDefBuilder().getNodeBuilderList().stream()
              .filter(node -> node.getName().equals("probability"))
              .forEach(node -> node.addInput("^restore"));
        });

    assertThatThrownBy(this::inspect)
        .isInstanceOf(ModelException.class)
        .hasMessageMatching(
            "model churn@1: operation (RestoreV2|AssignVariableOp) \\(.* in function traced_restore\\).*");
  }

  @Test
  void readsTheArraysOfTheServingSignature() {
    assertThat(new TensorFlowEngine().statedArrays(REF, artifacts))
        .hasValueSatisfying(
            arrays -> {
              assertThat(arrays.inputs()).containsExactly(TensorSpec.floatRows("features", 3));
              assertThat(arrays.outputs())
                  .containsExactly(
                      new TensorSpec("contributions", ElementType.FLOAT64, List.of(-1L, 4L)),
                      TensorSpec.floatPerRow("probability"));
            });
  }
}
