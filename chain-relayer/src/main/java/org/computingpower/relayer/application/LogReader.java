package org.computingpower.relayer.application;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.computingpower.relayer.application.ChainNode.Header;
import org.computingpower.relayer.application.FactDecoder.Heading;
import org.computingpower.relayer.application.InboundBooks.LastEvent;
import org.computingpower.relayer.application.InboundBooks.NumberedLog;
import org.computingpower.relayer.domain.ChainBlock;
import org.computingpower.relayer.domain.ChainLog;
import org.computingpower.relayer.domain.EventSequence;
import org.computingpower.terms.Address;

/**
 * Reads logs from endpoints that may leave some out. Two checks stand against that: the bloom filter of the block's
 * header, and the dense numbers that the contracts give their events.
 */
final class LogReader {

    private final FactDecoder decoder;
    private final InboundBooks books;
    private final List<Address> contracts;

    LogReader(FactDecoder decoder, InboundBooks books, List<Address> contracts) {
        this.decoder = decoder;
        this.books = books;
        this.contracts = List.copyOf(contracts);
    }

    List<Address> contracts() {
        return contracts;
    }

    /**
     * All numbered logs of a block, from the first endpoint whose answer has no gap.
     *
     * @throws MissingEventException if every endpoint leaves something out
     */
    List<NumberedLog> ofBlock(Endpoints.View view, Header header) {
        return firstDense(view, contracts, node -> complete(node, header));
    }

    /** The logs of a range of blocks that are not known yet, from the first endpoint whose answer has no gap. */
    List<NumberedLog> ofRange(Endpoints.View view, long from, long to, List<Address> of) {
        return firstDense(view, of, node -> node.logs(from, to, of));
    }

    /** All numbered logs of a range of blocks as one endpoint tells them, known or not. */
    List<NumberedLog> numbered(ChainNode node, long from, long to) {
        List<NumberedLog> numbered = new ArrayList<>();
        for (ChainLog log : node.logs(from, to, contracts)) {
            decoder.heading(log).ifPresent(heading -> numbered.add(new NumberedLog(log, heading)));
        }
        return numbered;
    }

    private List<NumberedLog> firstDense(
            Endpoints.View view, List<Address> of, Function<ChainNode, List<ChainLog>> question) {
        RuntimeException failure = new ChainUnavailableException("No endpoint has the logs");
        for (ChainNode node : view.all()) {
            try {
                List<NumberedLog> logs = unknown(question.apply(node));
                of.forEach(contract -> requireDense(contract, logs));
                return logs;
            } catch (MissingEventException | ChainUnavailableException e) {
                // Another endpoint may have it.
                failure = e;
            }
        }
        throw failure;
    }

    private List<ChainLog> complete(ChainNode node, Header header) {
        ChainBlock block = header.block();
        List<ChainLog> logs = node.logs(block.hash(), contracts);
        for (ChainLog log : logs) {
            if (!log.blockHash().equals(block.hash())) {
                throw new ChainUnavailableException(node.name() + " told a log of another block");
            }
        }
        boolean suspicious = contracts.stream()
                .anyMatch(contract -> header.bloom().mayHold(contract)
                        && logs.stream().noneMatch(log -> log.contract().equals(contract)));
        return suspicious ? node.logsOfReceipts(block.hash(), contracts) : logs;
    }

    private List<NumberedLog> unknown(List<ChainLog> logs) {
        Map<Address, Long> last = new HashMap<>();
        List<NumberedLog> numbered = new ArrayList<>();
        for (ChainLog log : logs) {
            Optional<Heading> heading = decoder.heading(log);
            if (heading.isPresent()
                    && heading.get().eventSeq() > last.computeIfAbsent(log.contract(), this::lastEventSeq)) {
                numbered.add(new NumberedLog(log, heading.get()));
            }
        }
        return numbered;
    }

    private long lastEventSeq(Address contract) {
        return books.lastEvent(contract).map(LastEvent::eventSeq).orElse(0L);
    }

    private void requireDense(Address contract, List<NumberedLog> logs) {
        List<Long> numbers = logs.stream()
                .filter(log -> log.log().contract().equals(contract))
                .map(log -> log.heading().eventSeq())
                .toList();
        if (!numbers.isEmpty()) {
            switch (EventSequence.follow(lastEventSeq(contract), numbers)) {
                case EventSequence.Dense dense -> {}
                case EventSequence.Gap gap -> throw new MissingEventException(contract, gap.expected(), gap.found());
            }
        }
    }
}
