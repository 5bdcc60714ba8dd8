export { type ScalingStory, scalingStory, type Told } from './story.ts';
export { thin } from './thin.ts';
