// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a constant, in any case; a mistake is told all the names. */
abstract class EnumName<E extends Enum<E>> implements ITypeConverter<E> {
    private final List<E> constants;

    EnumName(Class<E> type) {
        constants = List.of(type.getEnumConstants());
    }

    @Override
    public E convert(String text) {
        for (E constant : constants) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        List<String> names = constants.stream()
                .map(one -> one.name().toLowerCase(Locale.ROOT))
                .toList();
        String allButLast = String.join(", ", names.subList(0, names.size() - 1));
        throw new TypeConversionException("'" + text + "' is not " + allButLast + " or " + names.getLast());
    }
}
