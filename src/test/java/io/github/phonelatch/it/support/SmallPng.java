package io.github.phonelatch.it.support;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** A picture of a page with no more colours than fit into one byte: a third of the size, and pages have few colours. */
final class SmallPng {
    private static final int COLOURS = 256;

    private SmallPng() {}

    static byte[] of(byte[] png) {
        try {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
            int width = picture.getWidth();
            int height = picture.getHeight();
            int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
            Map<Integer, Integer> uses = new HashMap<>();
            for (int pixel : pixels) {
                uses.merge(pixel & 0xffffff, 1, Integer::sum);
            }
            List<Integer> palette = uses.entrySet().stream()
                    .sorted(Map.Entry.<Integer, Integer>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(COLOURS)
                    .map(Map.Entry::getKey)
                    .toList();
            Map<Integer, Integer> places = new HashMap<>();
            uses.keySet().forEach(colour -> places.put(colour, nearest(colour, palette)));
            BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colours(palette));
            int[] indexes = new int[pixels.length];
            for (int i = 0; i < pixels.length; i++) {
                indexes[i] = places.get(pixels[i] & 0xffffff);
            }
            small.getRaster().setPixels(0, 0, width, height, indexes);
            return written(small);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int nearest(int colour, List<Integer> palette) {
        int same = palette.indexOf(colour);
        return same >= 0
                ? same
                : palette.indexOf(palette.stream()
                        .min(Comparator.comparingInt(other -> distance(colour, other)))
                        .orElseThrow());
    }

    private static int distance(int one, int other) {
        int sum = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int difference = (one >> shift & 0xff) - (other >> shift & 0xff);
            sum += difference * difference;
        }
        return sum;
    }

    private static IndexColorModel colours(List<Integer> palette) {
        byte[][] parts = new byte[3][COLOURS];
        for (int i = 0; i < palette.size(); i++) {
            for (int part = 0; part < 3; part++) {
                parts[part][i] = (byte) (palette.get(i) >> (16 - 8 * part));
            }
        }
        return new IndexColorModel(8, COLOURS, parts[0], parts[1], parts[2]);
    }

    private static byte[] written(BufferedImage picture) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam slowAndSmall = writer.getDefaultWriteParam();
        slowAndSmall.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        slowAndSmall.setCompressionQuality(0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture, null, null), slowAndSmall);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
