// What others do with pictures, for comparison in one run: FAISS's and hnswlib's indexes, and PDQ as published. Nothing of the product
// uses it. Needs Debian's libfaiss-dev, libhnswlib-dev, libblas-dev, liblapack-dev:
//   g++ -O3 -march=native -ffp-contract=off -fPIC -shared bench/Detection.Bench/peers.cpp -o libpeers.so -lfaiss -lblas -llapack -fopenmp
#include <cmath>
#include <cstdint>
#include <cstring>
#include <algorithm>
#include <queue>
#include <vector>
#include <omp.h>
#include <faiss/IndexBinaryFlat.h>
#include <faiss/IndexBinaryHash.h>
#include <faiss/impl/AuxIndexStructures.h>
#include <hnswlib/hnswlib.h>

namespace {

// PDQ as its paper has it: two passes of a box blur along rows and columns over the whole plane, 64 x 64 samples, a 16 x 16 cosine
// transform, the bits above the median.
void Box(const float* from, float* to, int length, int stride, int window) {
    int half = (window + 2) / 2, left = 0, right = 0, at = 0;
    float sum = 0, count = 0;
    for (int i = 0; i < half - 1; i++, right += stride) { sum += from[right]; count += 1; }
    for (int i = 0; i < window - half + 1; i++, right += stride, at += stride) { sum += from[right]; count += 1; to[at] = sum / count; }
    for (int i = 0; i < length - window; i++, left += stride, right += stride, at += stride) { sum += from[right]; sum -= from[left]; to[at] = sum / count; }
    for (int i = 0; i < half - 1; i++, left += stride, at += stride) { sum -= from[left]; count -= 1; to[at] = sum / count; }
}

struct Cosines {
    float of[16][64];
    Cosines() {
        for (int i = 0; i < 16; i++)
            for (int j = 0; j < 64; j++) of[i][j] = (float)(std::sqrt(2.0 / 64) * std::cos(M_PI / 128 * (i + 1) * (2 * j + 1)));
    }
};

struct Graph {
    hnswlib::InnerProductSpace space;
    hnswlib::HierarchicalNSW<float> index;
    Graph(int length, int count, int links, int effort) : space(length), index(&space, count, links, effort) {}
};

}

extern "C" {

void peer_pdq(const float* luma, int width, int height, uint64_t* words) {
    static const Cosines cosines;
    static thread_local std::vector<float> plane, other;
    plane.assign(luma, luma + (size_t)width * height);
    other.resize(plane.size());
    for (int pass = 0; pass < 2; pass++) {
        for (int row = 0; row < height; row++) Box(&plane[(size_t)row * width], &other[(size_t)row * width], width, 1, (width + 127) / 128);
        for (int column = 0; column < width; column++) Box(&other[column], &plane[column], height, width, (height + 127) / 128);
    }
    float small[64][64], half[16][64] = {}, full[256];
    for (int i = 0; i < 64; i++)
        for (int j = 0; j < 64; j++) small[i][j] = plane[(size_t)((i + 0.5) * height / 64) * width + (int)((j + 0.5) * width / 64)];
    for (int i = 0; i < 16; i++)
        for (int k = 0; k < 64; k++)
            for (int j = 0; j < 64; j++) half[i][j] += cosines.of[i][k] * small[k][j];
    for (int i = 0; i < 16; i++)
        for (int j = 0; j < 16; j++) {
            float sum = 0;
            for (int k = 0; k < 64; k++) sum += half[i][k] * cosines.of[j][k];
            full[i * 16 + j] = sum;
        }
    float sorted[256];
    std::memcpy(sorted, full, sizeof sorted);
    std::nth_element(sorted, sorted + 127, sorted + 256);
    std::memset(words, 0, 32);
    for (int i = 0; i < 256; i++)
        if (full[i] > sorted[127]) words[3 - i / 64] |= 1ull << (i % 64);
}

void* peer_binary(int kind, const uint8_t* hashes, int64_t count) {
    faiss::IndexBinary* index;
    if (kind == 0) index = new faiss::IndexBinaryFlat(256);
    else {
        // Eleven parts of 23 bits: of 31 that differ at most two fall into one of them.
        auto hashed = new faiss::IndexBinaryMultiHash(256, 11, 23);
        hashed->nflip = 2;
        index = hashed;
    }
    index->add(count, hashes);
    return index;
}

int64_t peer_binary_within(void* index, const uint8_t* query, int distance) {
    omp_set_num_threads(1);
    faiss::RangeSearchResult found(1);
    static_cast<faiss::IndexBinary*>(index)->range_search(1, query, distance + 1, &found);
    return (int64_t)found.lims[1];
}

void peer_binary_free(void* index) { delete static_cast<faiss::IndexBinary*>(index); }

void* peer_graph(const float* vectors, int length, int count, int links, int effort) {
    auto graph = new Graph(length, count, links, effort);
    for (int i = 0; i < count; i++) graph->index.addPoint(vectors + (size_t)i * length, i);
    return graph;
}

void peer_graph_nearest(void* graph, const float* query, int most, int effort, int64_t* numbers) {
    auto& index = static_cast<Graph*>(graph)->index;
    index.setEf(effort);
    auto found = index.searchKnn(query, most);
    for (int i = (int)found.size() - 1; i >= 0; i--, found.pop()) numbers[i] = (int64_t)found.top().second;
}

void peer_graph_free(void* graph) { delete static_cast<Graph*>(graph); }

}
