package dev.tollgate.runtime.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Vert.x's JSON trees, which a few records carry where the fields are not ours to know. */
final class JsonTreeModule extends SimpleModule {
    private static final JavaType OBJECT =
            TypeFactory.defaultInstance().constructMapType(LinkedHashMap.class, String.class, Object.class);
    private static final JavaType ARRAY =
            TypeFactory.defaultInstance().constructCollectionType(ArrayList.class, Object.class);

    JsonTreeModule() {
        super("trees");
        addSerializer(new ObjectOut());
        addSerializer(new ArrayOut());
        addDeserializer(JsonObject.class, new ObjectIn());
        addDeserializer(JsonArray.class, new ArrayIn());
    }

    private static final class ObjectOut extends StdSerializer<JsonObject> {
        ObjectOut() {
            super(JsonObject.class);
        }

        @Override
        public void serialize(JsonObject tree, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writePOJO(tree.getMap());
        }
    }

    private static final class ArrayOut extends StdSerializer<JsonArray> {
        ArrayOut() {
            super(JsonArray.class);
        }

        @Override
        public void serialize(JsonArray tree, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writePOJO(tree.getList());
        }
    }

    private static final class ObjectIn extends StdDeserializer<JsonObject> {
        ObjectIn() {
            super(JsonObject.class);
        }

        @Override
        public JsonObject deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return new JsonObject(context.<Map<String, Object>>readValue(json, OBJECT));
        }
    }

    private static final class ArrayIn extends StdDeserializer<JsonArray> {
        ArrayIn() {
            super(JsonArray.class);
        }

        @Override
        public JsonArray deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return new JsonArray(context.<List<Object>>readValue(json, ARRAY));
        }
    }
}
