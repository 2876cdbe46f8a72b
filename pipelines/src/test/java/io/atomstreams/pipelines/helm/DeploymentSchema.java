package io.atomstreams.pipelines.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What the operator accepts as a FlinkDeployment: the schema of its custom resource, closed. As it
 * is published it lets unknown keys pass, and the API server then drops them in silence.
 */
final class DeploymentSchema {

  private static final String RESOURCE =
      "/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";

  private final JsonSchema spec;
  private final JsonSchema podTemplate;

  DeploymentSchema() {
    JsonNode specification = specification();
    spec = schema(specification);
    podTemplate = schema(specification.at("/properties/podTemplate"));
  }

  private static JsonNode specification() {
    try (InputStream in = DeploymentSchema.class.getResourceAsStream(RESOURCE)) {
      JsonNode resource = new YAMLMapper().readTree(in);
      JsonNode spec = resource.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
      // the operator's last release that can be had ends at 1.20; 1.13 and later ones know 2.2
      ((ArrayNode) spec.at("/properties/flinkVersion/enum")).add("v2_2");
      return closed(spec);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** No object that names its properties takes others. */
  private static JsonNode closed(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    schema.forEach(DeploymentSchema::closed);
    return schema;
  }

  private static JsonSchema schema(JsonNode node) {
    return JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(node);
  }

  /** What is wrong with a FlinkDeployment. */
  List<String> problems(JsonNode deployment) {
    return messages(spec, deployment.path("spec"));
  }

  /** What is wrong with the template of a pod, whoever starts it. */
  List<String> problemsOfPod(JsonNode template) {
    return messages(podTemplate, template);
  }

  private static List<String> messages(JsonSchema schema, JsonNode node) {
    return schema.validate(node).stream().map(ValidationMessage::getMessage).sorted().toList();
  }
}
