//! The least value of a smooth convex function: L-BFGS with a backtracking line search (Nocedal & Wright, *Numerical
//! Optimization*, 2nd ed., algorithm 7.4 and section 3.1).

/// Steps whose curvature is remembered.
const MEMORY: usize = 8;
const MOST_STEPS: usize = 60;
/// Stops when a step gains less than this part of the value.
const LITTLE: f64 = 2e-5;

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Moves `x` to where `value` (which also writes the gradient) is least.
pub fn minimise(x: &mut [f64], mut value: impl FnMut(&[f64], &mut [f64]) -> f64) {
    let mut gradient = vec![0.0; x.len()];
    let mut now = value(x, &mut gradient);
    let mut moves: Vec<(Vec<f64>, Vec<f64>, f64)> = Vec::new();
    for _ in 0..MOST_STEPS {
        let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
        let mut factors = Vec::with_capacity(moves.len());
        for (step, change, curvature) in moves.iter().rev() {
            let factor = dot(step, &direction) / curvature;
            direction.iter_mut().zip(change).for_each(|(d, y)| *d -= factor * y);
            factors.push(factor);
        }
        match moves.last() {
            Some((_, change, curvature)) => {
                let scale = curvature / dot(change, change);
                direction.iter_mut().for_each(|d| *d *= scale);
            }
            None => {
                let scale = 1.0 / dot(&gradient, &gradient).sqrt().max(1e-12);
                direction.iter_mut().for_each(|d| *d *= scale);
            }
        }
        for ((step, change, curvature), factor) in moves.iter().zip(factors.into_iter().rev()) {
            let correction = factor - dot(change, &direction) / curvature;
            direction.iter_mut().zip(step).for_each(|(d, s)| *d += correction * s);
        }
        let slope = dot(&gradient, &direction);
        if slope >= 0.0 {
            break;
        }
        let mut length = 1.0;
        let mut next_gradient = vec![0.0; x.len()];
        let (next, next_value) = loop {
            let next: Vec<f64> = x.iter().zip(&direction).map(|(x, d)| x + length * d).collect();
            let next_value = value(&next, &mut next_gradient);
            if next_value <= now + 1e-4 * length * slope || length < 1e-8 {
                break (next, next_value);
            }
            length *= 0.5;
        };
        let step: Vec<f64> = next.iter().zip(x.iter()).map(|(next, x)| next - x).collect();
        let change: Vec<f64> = next_gradient.iter().zip(&gradient).map(|(next, g)| next - g).collect();
        let curvature = dot(&step, &change);
        if curvature > 1e-12 {
            if moves.len() == MEMORY {
                moves.remove(0);
            }
            moves.push((step, change, curvature));
        }
        let gain = now - next_value;
        x.copy_from_slice(&next);
        gradient = next_gradient;
        now = next_value;
        if gain < LITTLE * now.abs() {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_bottom_of_a_bowl_is_found() {
        let mut x = vec![5.0, -3.0, 1.0];
        super::minimise(&mut x, |x, gradient| {
            let centre = [1.0, 2.0, -4.0];
            let weight = [1.0, 10.0, 0.3];
            let mut value = 1.0;
            for i in 0..3 {
                value += weight[i] * (x[i] - centre[i]).powi(2);
                gradient[i] = 2.0 * weight[i] * (x[i] - centre[i]);
            }
            value
        });
        assert!((x[0] - 1.0).abs() < 0.1 && (x[1] - 2.0).abs() < 0.1 && (x[2] + 4.0).abs() < 0.1, "{x:?}");
    }
}
