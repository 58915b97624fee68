package org.computingpower.terms.signed;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The JSON of {@code eth_signTypedData_v4}, as wallets take it: the input of the independent implementation. */
final class TypedDataJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TypedDataJson() {}

    static ObjectNode of(SignedType statement, MarketDomains domains) {
        MarketDomain domain = domains.domainOf(statement.contract());
        ObjectNode document = JSON.createObjectNode();
        ObjectNode types = document.putObject("types");
        ArrayNode domainType = types.putArray("EIP712Domain");
        field(domainType, "string", "name");
        field(domainType, "string", "version");
        field(domainType, "uint256", "chainId");
        field(domainType, "address", "verifyingContract");
        declare(types, statement.type());
        if (statement instanceof SettlementBatch) {
            declare(types, SettlementItem.TYPE);
        }
        document.put("primaryType", statement.type().name());
        document.putObject("domain")
                .put("name", domain.contract().domainName())
                .put("version", "1")
                .put("chainId", domain.chainId())
                .put("verifyingContract", domain.verifyingContract().toString());
        document.set("message", message(statement));
        return document;
    }

    private static void declare(ObjectNode types, StructType type) {
        ArrayNode fields = types.putArray(type.name());
        type.fields().forEach(declared -> field(fields, declared.type(), declared.name()));
    }

    private static void field(ArrayNode fields, String type, String name) {
        fields.addObject().put("name", name).put("type", type);
    }

    private static ObjectNode message(TypedStruct struct) {
        ObjectNode message = JSON.createObjectNode();
        for (int i = 0; i < struct.values().size(); i++) {
            String name = struct.type().fields().get(i).name();
            switch (struct.values().get(i)) {
                case Coded coded -> message.put(name, coded.code());
                case List<?> list -> {
                    ArrayNode array = message.putArray(name);
                    for (Object element : list) {
                        if (element instanceof TypedStruct item) {
                            array.add(message(item));
                        } else {
                            array.add(element.toString());
                        }
                    }
                }
                case Boolean flag -> message.put(name, flag);
                case Object value -> message.put(name, value.toString());
            }
        }
        return message;
    }
}
