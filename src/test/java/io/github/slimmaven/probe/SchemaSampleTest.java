package io.github.slimmaven.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class SchemaSampleTest {
  private static final String SCHEMAS =
      """
      {"Name": {"type": "string", "example": "Rex"},
       "Node": {"properties": {"name": {"$ref": "#/s/Name"}, "next": {"$ref": "#/s/Node"},
                "all": {"type": "array", "items": {"$ref": "#/s/Node"}}}},
       "Endless": {"required": ["self"], "properties": {"self": {"$ref": "#/s/Endless"}}},
       "Loop": {"$ref": "#/s/Loop"},
       "Whole": {"allOf": [{"$ref": "#/s/Whole"}]},
       "Cat": {"required": ["kind"], "properties": {"kind": {"type": "string"}, "lives": {"default": 9}}},
       "a/b": {"const": 7}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'type': 'string', 'example': 'a', 'default': 'b', 'enum': ['c']} | 'a'
          {'type': 'string', 'examples': ['x', 'y']} | 'x'
          {'type': 'string', 'default': 'b', 'enum': ['c']} | 'b'
          {'enum': ['c', 'd']} | 'c'
          {'const': 3} | 3
          {'type': 'integer'} | 1
          {'type': ['null', 'integer'], 'minimum': 5} | 5
          {'type': 'integer', 'minimum': 5, 'exclusiveMinimum': true} | 6
          {'type': 'integer', 'exclusiveMinimum': 5} | 6
          {'type': 'integer', 'maximum': -3} | -3
          {'type': 'integer', 'maximum': 0, 'exclusiveMaximum': true} | -1
          {'type': 'integer', 'minimum': 10, 'multipleOf': 7} | 14
          {'type': 'number', 'minimum': 0.25, 'maximum': 0.5} | 0.5
          {'type': 'number', 'multipleOf': 0.5} | 1.0
          {'type': 'boolean'} | true
          {'type': 'null'} | null
          {} | 'string'
          {'type': 'string', 'format': 'date'} | '2024-01-01'
          {'type': 'string', 'format': 'uuid'} | '123e4567-e89b-42d3-a456-426614174000'
          {'type': 'string', 'minLength': 8} | 'stringxx'
          {'type': 'string', 'maxLength': 3} | 'str'
          {'type': 'array', 'items': {'type': 'integer'}} | [1]
          {'type': 'array', 'items': {'type': 'integer'}, 'minItems': 3, 'uniqueItems': true} | [1,2,3]
          {'type': 'array', 'items': {'enum': ['a', 'b']}, 'minItems': 2, 'uniqueItems': true} | ['a','b']
          {'type': 'array', 'items': {}, 'maxItems': 0} | []
          {'prefixItems': [{'type': 'integer'}, {'type': 'boolean'}]} | [1,true]
          {'properties': {'a': {}, 'b': {'readOnly': true}}} | {'a':'string'}
          {'type': 'object', 'minProperties': 1, 'additionalProperties': {'type': 'integer'}} | {'key0':1}
          {'allOf': [{'$ref': '#/s/Cat'}, {'properties': {'age': {'type': 'integer'}}}]} | {'kind':'string','lives':9,'age':1}
          {'oneOf': [{'$ref': '#/s/Endless'}, {'type': 'integer'}]} | 1
          {'anyOf': [{'type': 'null'}, {'type': 'boolean'}]} | true
          {'oneOf': [{'$ref': '#/s/Cat'}], 'discriminator': {'propertyName': 'kind'}} | {'kind':'Cat','lives':9}
          {'oneOf': [{'$ref': '#/s/Cat'}], 'discriminator': {'propertyName': 'kind', 'mapping': {'feline': '#/s/Cat'}}} | {'kind':'feline','lives':9}
          {'$ref': '#/s/a~1b'} | 7
          {'$ref': '#/s/Node'} | {'name':'Rex','all':[]}
          """)
  void keyword(String schema, String value) throws Exception {
    assertThat(sample(schema, true).map(JsonNode::toString)).hasValue(value.replace('\'', '"'));
  }

  @Test
  void withoutWhatIsOptionalOnlyTheRequiredPropertiesAreLeft() throws Exception {
    assertThat(sample("{'$ref': '#/s/Cat'}", false)).hasValue(json("{'kind':'string'}"));
  }

  @Test
  void schemaThatRequiresItselfHasNoValue() throws Exception {
    assertThat(sample("{'$ref': '#/s/Endless'}", true)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          #/s/Loop | its $ref '#/s/Loop' leads to itself
          #/s/Whole | its allOf contains itself, or is too large
          #/s/None | its $ref '#/s/None' names nothing in the document
          http://example.com/a.json | its $ref 'http://example.com/a.json' is outside the document: bundle what it names into the document
          other.yaml#/Pet | its $ref 'other.yaml#/Pet' is outside the document: bundle what it names into the document
          """)
  void refThatLeadsNowhereIsNamed(String ref, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sample("{'$ref': '" + ref + "'}", true))
        .withMessage(message);
  }

  @Test
  void schemaThatGrowsWithoutEndIsCut() throws Exception {
    StringBuilder schemas = new StringBuilder("{");
    for (int level = 0; level < 30; level++) {
      schemas.append("'L" + level + "': {'properties': {");
      for (int i = 0; i < 10; i++) {
        schemas.append(i == 0 ? "" : ",");
        schemas.append("'p" + i + "': {'$ref': '#/L" + (level + 1) + "'}");
      }
      schemas.append("}},");
    }
    ApiDocument document = new ApiDocument("d", json(schemas + "'L30': {}}"));

    assertThat(new SchemaSample(document, true).of(json("{'$ref': '#/L0'}"))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^[A-Z]{2}\\d{4}$",
        "^(?:red|green)-[0-9]+$",
        "[^a-z]",
        "^\\w+@\\w+\\.com$",
        "a{2,}b?c*",
        "^[\\p{L}0-9_-]{3,20}$",
        "^#([0-9a-f]{6}|[0-9a-f]{3})$",
        "^(?<y>\\d{4})-\\d\\d$",
        "^.{5}$"
      })
  void textMatchesItsPattern(String pattern) throws Exception {
    JsonNode schema =
        new JsonMapper().createObjectNode().put("type", "string").put("pattern", pattern);

    assertThat(new SchemaSample(document(), true).of(schema).orElseThrow().asText())
        .matches(text -> Pattern.compile(pattern).matcher(text).find());
  }

  @Test
  void patternIsMetWithTheLengthThatIsAsked() throws Exception {
    assertThat(sample("{'type': 'string', 'pattern': '^[a-z]+$', 'minLength': 4}", true))
        .hasValue(json("'aaaa'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a)\\1", "(?=a)b", "[", "a{99999999}", "(((", "x{1,2", "\\"})
  void patternThatIsNotUnderstoodGivesSomeText(String pattern) throws Exception {
    JsonNode schema =
        new JsonMapper().createObjectNode().put("type", "string").put("pattern", pattern);

    assertThat(new SchemaSample(document(), true).of(schema).orElseThrow().asText())
        .isEqualTo("string");
  }

  private static Optional<JsonNode> sample(String schema, boolean optional) throws Exception {
    return new SchemaSample(document(), optional).of(json(schema));
  }

  private static ApiDocument document() throws Exception {
    return new ApiDocument("d", json("{\"s\":" + SCHEMAS + "}"));
  }

  private static JsonNode json(String text) throws Exception {
    return new JsonMapper().readTree(text.replace('\'', '"'));
  }
}
