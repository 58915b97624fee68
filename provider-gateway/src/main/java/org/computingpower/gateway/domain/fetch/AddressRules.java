package org.computingpower.gateway.domain.fetch;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses of the internet are public. Everything that IANA's special-purpose registries (RFC 6890 and successors)
 * set aside is not: loopback, private, link-local with the clouds' metadata services, shared, unique local, multicast,
 * and every form of IPv6 that carries an IPv4 address.
 */
public final class AddressRules {
    private static final class Block {
        private final byte[] prefix;
        private final int bits;

        private Block(byte[] prefix, int bits) {
            this.prefix = prefix;
            this.bits = bits;
        }

        static Block v4(int a, int b, int c, int bits) {
            return new Block(new byte[] {(byte) a, (byte) b, (byte) c, 0}, bits);
        }

        static Block v6(int bits, int... words) {
            byte[] prefix = new byte[16];
            for (int i = 0; i < words.length; i++) {
                prefix[2 * i] = (byte) (words[i] >> 8);
                prefix[2 * i + 1] = (byte) words[i];
            }
            return new Block(prefix, bits);
        }

        boolean holds(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Block> NOT_PUBLIC = List.of(
            Block.v4(0, 0, 0, 8),
            Block.v4(10, 0, 0, 8),
            Block.v4(100, 64, 0, 10),
            Block.v4(127, 0, 0, 8),
            Block.v4(169, 254, 0, 16),
            Block.v4(172, 16, 0, 12),
            Block.v4(192, 0, 0, 24),
            Block.v4(192, 0, 2, 24),
            Block.v4(192, 88, 99, 24),
            Block.v4(192, 168, 0, 16),
            Block.v4(198, 18, 0, 15),
            Block.v4(198, 51, 100, 24),
            Block.v4(203, 0, 113, 24),
            Block.v4(224, 0, 0, 4),
            Block.v4(240, 0, 0, 4),
            // ::/8 holds the unspecified, loopback, IPv4-compatible and IPv4-mapped addresses.
            Block.v6(8, 0),
            Block.v6(96, 0x64, 0xff9b),
            Block.v6(48, 0x64, 0xff9b, 1),
            Block.v6(64, 0x100),
            Block.v6(23, 0x2001),
            Block.v6(32, 0x2001, 0xdb8),
            Block.v6(16, 0x2002),
            Block.v6(20, 0x3fff),
            Block.v6(16, 0x5f00),
            Block.v6(7, 0xfc00),
            Block.v6(10, 0xfe80),
            Block.v6(10, 0xfec0),
            Block.v6(8, 0xff00));

    private AddressRules() {}

    /** Whether a stranger's URL may lead here. */
    public static boolean isPublic(InetAddress address) {
        return switch (address) {
            case Inet4Address v4 -> isPublic(v4.getAddress());
            case Inet6Address v6 -> isPublic(v6.getAddress());
            default -> false;
        };
    }

    private static boolean isPublic(byte[] address) {
        return NOT_PUBLIC.stream().noneMatch(block -> block.holds(address));
    }
}
