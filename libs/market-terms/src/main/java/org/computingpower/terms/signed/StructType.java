package org.computingpower.terms.signed;

import java.util.Arrays;
import java.util.List;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Digests;

/**
 * One EIP-712 struct type, read from its {@code encodeType} text, which is the text of {@code docs/protocol.md}.
 *
 * @param contract whose domain statements of this type are signed under
 * @param name the name of the struct
 * @param encodeType the whole text, referenced structs after the primary one
 * @param fields the fields of the primary struct in order
 * @param typeHash keccak256 of the text
 */
public record StructType(ContractName contract, String name, String encodeType, List<Field> fields, Bytes32 typeHash) {

    /**
     * A field of a struct.
     *
     * @param type its Solidity type
     * @param name its name
     */
    public record Field(String type, String name) {}

    /** Copies the list. */
    public StructType {
        fields = List.copyOf(fields);
    }

    static StructType of(ContractName contract, String encodeType) {
        int open = encodeType.indexOf('(');
        int close = encodeType.indexOf(')');
        List<Field> fields = Arrays.stream(encodeType.substring(open + 1, close).split(","))
                .map(StructType::field)
                .toList();
        return new StructType(
                contract, encodeType.substring(0, open), encodeType, fields, Digests.keccak256OfText(encodeType));
    }

    private static Field field(String text) {
        int space = text.indexOf(' ');
        return new Field(text.substring(0, space), text.substring(space + 1));
    }
}
