//! Cheapest maximum flow by successive shortest paths with potentials.
//!
//! Made for small, dense, layered networks (hundreds of nodes): each path costs one dense Dijkstra.
//! Costs may be negative as long as the network as given has no negative cycle.

/// Far away. Sums of two of them still fit.
const FAR: i128 = i128::MAX / 4;

/// A node of a [`Network`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node(usize);

/// An edge of a [`Network`], to ask for its flow afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge(usize);

#[derive(Debug, Clone, Copy)]
struct Arc {
    to: usize,
    capacity: i64,
    cost: i128,
}

/// A directed network with capacities and costs.
#[derive(Debug, Default, Clone)]
pub struct Network {
    /// Arc `2n` is edge `n`; arc `2n + 1` is its way back.
    arcs: Vec<Arc>,
    /// Arcs that leave each node.
    leaving: Vec<Vec<usize>>,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Units that arrived.
    pub flow: i64,
    /// What they cost in all.
    pub cost: i128,
}

impl Network {
    /// A network without nodes.
    pub fn new() -> Network {
        Network::default()
    }

    /// Adds a node.
    pub fn add_node(&mut self) -> Node {
        self.leaving.push(Vec::new());
        Node(self.leaving.len() - 1)
    }

    /// Adds an edge; `cost` is for each unit.
    pub fn add_edge(&mut self, from: Node, to: Node, capacity: i64, cost: i128) -> Edge {
        let edge = self.arcs.len();
        self.arcs.push(Arc {
            to: to.0,
            capacity,
            cost,
        });
        self.arcs.push(Arc {
            to: from.0,
            capacity: 0,
            cost: -cost,
        });
        self.leaving[from.0].push(edge);
        self.leaving[to.0].push(edge + 1);
        Edge(edge)
    }

    /// How much flows through an edge.
    pub fn flow_of(&self, edge: Edge) -> i64 {
        self.arcs[edge.0 + 1].capacity
    }

    /// Sends as much as possible from source to sink, `wanted` at most, at the lowest cost.
    pub fn send(&mut self, source: Node, sink: Node, wanted: i64) -> Found {
        let mut potential = self.first_potentials(source);
        let mut found = Found { flow: 0, cost: 0 };
        while found.flow < wanted {
            let (distance, by) = self.shortest_paths(source, &potential);
            if distance[sink.0] >= FAR {
                break;
            }
            for (node, distance) in distance.iter().enumerate() {
                if *distance < FAR {
                    potential[node] += distance;
                }
            }
            let path = path_to(sink.0, source.0, &by, &self.arcs);
            let narrowest = path.iter().map(|&arc| self.arcs[arc].capacity).min();
            let amount = narrowest.unwrap_or(0).min(wanted - found.flow);
            for arc in path {
                self.arcs[arc].capacity -= amount;
                self.arcs[arc ^ 1].capacity += amount;
                found.cost += self.arcs[arc].cost * i128::from(amount);
            }
            found.flow += amount;
        }
        found
    }

    /// Nodes that can still be reached from the source: one side of a smallest cut once
    /// [`Network::send`] could send no more.
    pub fn reachable(&self, source: Node) -> Vec<bool> {
        let mut seen = vec![false; self.leaving.len()];
        let mut waiting = vec![source.0];
        seen[source.0] = true;
        while let Some(node) = waiting.pop() {
            for &arc in &self.leaving[node] {
                let Arc { to, capacity, .. } = self.arcs[arc];
                if capacity > 0 && !seen[to] {
                    seen[to] = true;
                    waiting.push(to);
                }
            }
        }
        seen
    }

    /// Whether a node is on the source's side of a cut.
    pub fn is_in(side: &[bool], node: Node) -> bool {
        side[node.0]
    }

    /// Distances by Bellman and Ford: afterwards no arc has a negative reduced cost.
    fn first_potentials(&self, source: Node) -> Vec<i128> {
        let mut distance = vec![FAR; self.leaving.len()];
        distance[source.0] = 0;
        for _ in 0..self.leaving.len() {
            let mut has_changed = false;
            for (node, arcs) in self.leaving.iter().enumerate() {
                if distance[node] >= FAR {
                    continue;
                }
                for &arc in arcs {
                    let Arc { to, capacity, cost } = self.arcs[arc];
                    if capacity > 0 && distance[node] + cost < distance[to] {
                        distance[to] = distance[node] + cost;
                        has_changed = true;
                    }
                }
            }
            if !has_changed {
                break;
            }
        }
        distance
            .into_iter()
            .map(|it| if it >= FAR { 0 } else { it })
            .collect()
    }

    /// Reduced distances from the source, and the arc by which each node is reached.
    fn shortest_paths(&self, source: Node, potential: &[i128]) -> (Vec<i128>, Vec<Option<usize>>) {
        let count = self.leaving.len();
        let mut distance = vec![FAR; count];
        let mut by = vec![None; count];
        let mut is_settled = vec![false; count];
        distance[source.0] = 0;
        loop {
            let nearest = (0..count)
                .filter(|&node| !is_settled[node] && distance[node] < FAR)
                .min_by_key(|&node| distance[node]);
            let Some(node) = nearest else { break };
            is_settled[node] = true;
            for &arc in &self.leaving[node] {
                let Arc { to, capacity, cost } = self.arcs[arc];
                if capacity == 0 || is_settled[to] {
                    continue;
                }
                let through = distance[node] + cost + potential[node] - potential[to];
                if through < distance[to] {
                    distance[to] = through;
                    by[to] = Some(arc);
                }
            }
        }
        (distance, by)
    }
}

fn path_to(sink: usize, source: usize, by: &[Option<usize>], arcs: &[Arc]) -> Vec<usize> {
    let mut path = Vec::new();
    let mut node = sink;
    while node != source {
        let Some(arc) = by[node] else { break };
        path.push(arc);
        node = arcs[arc ^ 1].to;
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cheaper_way_is_used_first() {
        let mut network = Network::new();
        let [source, left, right, sink] = std::array::from_fn(|_| network.add_node());
        network.add_edge(source, left, 2, 1);
        network.add_edge(source, right, 2, 4);
        let from_left = network.add_edge(left, sink, 1, 1);
        network.add_edge(left, right, 2, -3);
        let from_right = network.add_edge(right, sink, 2, 1);
        let found = network.send(source, sink, 3);
        assert_eq!(found.flow, 3);
        assert_eq!(found.cost, 2 - 1 + 5);
        assert_eq!(
            (network.flow_of(from_left), network.flow_of(from_right)),
            (1, 2)
        );
    }

    #[test]
    fn a_cut_shows_what_is_too_narrow() {
        let mut network = Network::new();
        let [source, middle, sink] = std::array::from_fn(|_| network.add_node());
        network.add_edge(source, middle, 5, 0);
        network.add_edge(middle, sink, 3, 0);
        assert_eq!(network.send(source, sink, 5).flow, 3);
        let side = network.reachable(source);
        assert!(Network::is_in(&side, middle));
        assert!(!Network::is_in(&side, sink));
    }
}
