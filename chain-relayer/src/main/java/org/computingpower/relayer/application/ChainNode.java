package org.computingpower.relayer.application;

import java.util.List;
import java.util.Optional;
import org.computingpower.relayer.domain.ChainBlock;
import org.computingpower.relayer.domain.ChainLog;
import org.computingpower.relayer.domain.ContractCall;
import org.computingpower.relayer.domain.FeeSuggestion;
import org.computingpower.relayer.domain.LogsBloom;
import org.computingpower.relayer.domain.TxReceipt;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;

/**
 * One JSON-RPC endpoint. It is not believed: it may be late, forked, on another chain, or leave things out. Every method
 * blocks (call it from a virtual thread) and throws {@link ChainUnavailableException} when there is no usable answer.
 */
public interface ChainNode {

    /** A name for logs and metrics, without credentials. */
    String name();

    /** EIP-155 id of the chain it is on. */
    long chainId();

    /** Its highest block. */
    Header head();

    /** The block it calls finalized; empty while it knows none. */
    Optional<Header> finalized();

    /** Its block at that height; empty above its head. */
    Optional<Header> block(long number);

    /** Logs of these contracts in one block, in chain order. */
    List<ChainLog> logs(Bytes32 blockHash, List<Address> contracts);

    /** Logs of these contracts from one height to another, both included, in chain order. */
    List<ChainLog> logs(long from, long to, List<Address> contracts);

    /** The same logs as {@link #logs(Bytes32, List)}, taken from the block's receipts instead of the log index. */
    List<ChainLog> logsOfReceipts(Bytes32 blockHash, List<Address> contracts);

    /** Receipt of a transaction; empty while it is in no block. */
    Optional<TxReceipt> receipt(Bytes32 txHash);

    /** Transactions of an account up to that block height. */
    long transactionCount(Address account, long blockNumber);

    /** Transactions of an account up to the head, with those that wait in the endpoint's pool. */
    long pendingTransactionCount(Address account);

    /** What gas costs now. */
    FeeSuggestion fees();

    /**
     * Reads a contract at the head.
     *
     * @return the ABI-encoded answer; empty if the call is reverted
     */
    Optional<byte[]> read(ContractCall call);

    /** What the call would do at the head. */
    Estimate estimate(Address from, ContractCall call);

    /** Hands over a signed transaction. Idempotent: the same bytes are the same transaction. */
    Submission submit(byte[] raw);

    /**
     * A block header.
     *
     * @param block what the hash chain needs
     * @param bloom filter of the logs in it
     */
    record Header(ChainBlock block, LogsBloom bloom) {}

    /** Outcome of a dry run. */
    sealed interface Estimate {
        /** It goes through with that much gas. */
        record Goes(long gas) implements Estimate {}

        /** It is reverted with that data: a custom error's selector and arguments, or nothing. */
        @SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
        record Reverts(byte[] data) implements Estimate {
            /** Copies the data. */
            public Reverts {
                data = data.clone();
            }

            @Override
            public byte[] data() {
                return data.clone();
            }
        }
    }

    /** Outcome of a submission. */
    sealed interface Submission {
        /** The endpoint has it, now or since before. */
        record Taken() implements Submission {}

        /** The nonce is used: by one of our attempts or by somebody else's transaction. The receipts tell. */
        record NonceUsed() implements Submission {}

        /** It wants a higher fee than an attempt it already has, or a higher one than this. */
        record Underpriced(String message) implements Submission {}

        /** Anything else. */
        record Rejected(String message) implements Submission {}
    }
}
