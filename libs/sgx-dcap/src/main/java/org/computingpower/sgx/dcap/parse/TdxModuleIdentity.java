package org.computingpower.sgx.dcap.parse;

import java.util.List;
import org.computingpower.sgx.dcap.Bytes;

/**
 * What a TDX module must look like. The entry without id ({@code tdxModule}) holds for module version 0 and has no
 * levels.
 *
 * @param id "TDX_" and the module version in two hexadecimal digits, or empty
 * @param mrSigner 48 bytes
 * @param attributes 8 bytes
 * @param attributesMask 8 bytes
 * @param levels highest first
 */
public record TdxModuleIdentity(
        String id, Bytes mrSigner, Bytes attributes, Bytes attributesMask, List<IsvSvnLevel> levels) {
    public TdxModuleIdentity {
        levels = List.copyOf(levels);
    }
}
